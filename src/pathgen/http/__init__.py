"""One HTTP request at a time to servers nobody trusts: where it may go, how long it may take, what came back."""
