"""The pages of films to give away: the steps, hiding, the bytes."""
