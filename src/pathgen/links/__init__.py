"""Check the links of a catalogue: collect, select, check, judge, record, report and fix them."""
