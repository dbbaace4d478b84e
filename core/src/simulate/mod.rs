//! A world plus time, luck, network and history.
