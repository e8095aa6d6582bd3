"""Pure rules and figures: values in, values out; no store, clock or network."""
