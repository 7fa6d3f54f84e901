"""The links of a catalogue: collected, asked, judged, remembered, reported and repaired."""
