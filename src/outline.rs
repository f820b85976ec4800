//! Text → section tree. Never fails, whatever the text.
