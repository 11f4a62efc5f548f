"""The day itself: who came, who may let them in, what is on the big screen, what each meeting led to."""
