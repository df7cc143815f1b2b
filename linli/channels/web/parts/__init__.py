"""What several pages share: forms, places, uploads, guards."""
