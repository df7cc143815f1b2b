"""What an address fills into a form before anybody types: a link can hand a few words on."""

from linli.channels.web.requests import Asked


def filled(asked: Asked, *names: str) -> dict[str, str]:
    """The values of these fields that the address brings along, for a form's `initial`."""
    return {name: asked.GET[name] for name in names if name in asked.GET}
