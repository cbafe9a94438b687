"""The signed tokens by which a health record proves who it is: checked against keys on this disk, never fetched from anywhere."""

import json
from base64 import urlsafe_b64decode
from pathlib import Path

from ruxcheck.ehr.settings import EhrSettings, SettingsError

ALGORITHMS = ("ES384", "RS384")
CLOCK_SKEW_S, LONGEST_LIFE_S = 60, 3600
MOST_REMEMBERED = 100_000
LONGEST_TOKEN = 8192
PUBLIC_KINDS = ("EC", "RSA")
PRIVATE_PARTS = ("d", "p", "q", "k")
MISSING = "clients need the library joserfc; run pip install --require-hashes -r requirements-login.txt"


class TokenRefused(Exception):
    """The token does not prove who asks; the message says why in our words."""


class Verifier:
    """Knows the keys of every client, and each token already used.

    Raises SettingsError where a file of keys cannot be read, holds a private or shared key, or joserfc is not installed.
    """

    def __init__(self, settings: EhrSettings, folder: Path):
        self.keys = {client.iss: _key_set(folder / client.keys) for client in settings.clients}
        self.used: dict[tuple[str, str], float] = {}

    def issuer(self, authorization: str, audience: str, now: float) -> str:
        """Who asks, for a header "Bearer ..."; `audience` is the address that was called, `now` is in seconds. Raises TokenRefused."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise TokenRefused("Authorization: Bearer with a token is needed.")
        iss = _claimed_issuer(token)
        if iss not in self.keys:
            raise TokenRefused("iss: not an allowed client.")
        try:
            claims = jwt.decode(token, self.keys[iss], algorithms=list(ALGORITHMS)).claims
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise TokenRefused(f"The token is not signed by a known key with {' or '.join(ALGORITHMS)}.") from error
        self._check(claims, iss, audience, now)
        return iss

    def _check(self, claims: dict, iss: str, audience: str, now: float) -> None:
        named = claims.get("aud")
        if audience not in (named if isinstance(named, list) else [named]):
            raise TokenRefused("aud: not the address of this service.")
        expires, issued, jti = (claims.get(name) for name in ("exp", "iat", "jti"))
        if not _is_time(expires) or not _is_time(issued):
            raise TokenRefused("exp and iat are needed, in seconds.")
        if now > expires + CLOCK_SKEW_S:
            raise TokenRefused("exp: the token has expired.")
        if issued > now + CLOCK_SKEW_S or expires - issued > LONGEST_LIFE_S:
            raise TokenRefused(f"iat: in the future, or more than {LONGEST_LIFE_S} s before exp.")
        if not isinstance(jti, str) or not jti:
            raise TokenRefused("jti is needed.")
        self._remember((iss, jti), expires + CLOCK_SKEW_S, now)

    def _remember(self, token: tuple[str, str], until: float, now: float) -> None:
        if self.used.get(token, now) > now:
            raise TokenRefused("jti: this token was used before.")
        if len(self.used) >= MOST_REMEMBERED:
            self.used = {each: end for each, end in self.used.items() if end > now}
        if len(self.used) >= MOST_REMEMBERED:
            raise TokenRefused("Too many tokens at once; ask again later.")
        self.used[token] = until


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _claimed_issuer(token: str) -> object:
    """Whom an unchecked token names, to know whose keys to try."""
    parts = token.split(".")
    try:
        claims = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        named = claims.get("iss")
        return named if isinstance(named, str) else None
    except (IndexError, ValueError, AttributeError, RecursionError) as error:
        raise TokenRefused("The token is no JSON Web Token.") from error


def _key_set(file: Path):
    try:
        from joserfc.jwk import KeySet
    except ImportError as error:
        raise SettingsError(MISSING) from error
    try:
        told = json.loads(file.read_text("utf-8"))
        keys = told["keys"]
        wrong = [key for key in keys if key["kty"] not in PUBLIC_KINDS or any(part in key for part in PRIVATE_PARTS)]
        if not keys or wrong:
            raise SettingsError(
                f"{file}: holds no key, or one that is private or shared; allowed: public EC and RSA keys"
            )
        return KeySet.import_key_set(told)
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}); name the client's JWK Set") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{file}: no JWK Set; allowed: a JSON object with keys") from error
