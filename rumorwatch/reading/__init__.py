"""Reading: what is read of one text, whatever it is compared with: words, cue words, quotations, links and shape."""
