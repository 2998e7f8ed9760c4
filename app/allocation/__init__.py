"""Who gets which booth: wishes and the waiting list, timed offers, and the engine that proposes a whole placement."""
