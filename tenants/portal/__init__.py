"""The portal's ground: signing in, and pages inside one client."""
