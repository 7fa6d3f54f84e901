"""HTTP requests to untrusted servers: where they may go, how long they may take, and what came back."""
