//! What the tests of this room say and ask in the laboratory.
