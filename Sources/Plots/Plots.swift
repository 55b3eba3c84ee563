// A module without content yet.
