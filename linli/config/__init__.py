"""Where everything is put together and switched on."""
