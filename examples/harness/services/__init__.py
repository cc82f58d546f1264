"""The servers that examples talk to: each is started once a run, on loopback, and always cleaned up."""
