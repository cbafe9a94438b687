"""Who asks: each claim, algorithm and key, in its words."""

import json

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from ruxcheck.ehr.settings import Client, EhrSettings, SettingsError
from ruxcheck.ehr.tokens import LONGEST_LIFE_S, TokenRefused, Verifier

ISS, AUD, NOW = "https://ehr.example.org", "https://rux.example.org/cds-services/ruxolitinib-cream", 1_790_000_000
EC, RSA = ECKey.generate_key("P-384", {"kid": "ec"}), RSAKey.generate_key(2048, {"kid": "rsa"})
STRANGER = ECKey.generate_key("P-384", {"kid": "ec"})
CLAIMS = {"iss": ISS, "aud": AUD, "exp": NOW + 300, "iat": NOW, "jti": "1"}


def key_file(folder, *keys: dict):
    (folder / "keys.json").write_text(json.dumps({"keys": list(keys)}))
    return EhrSettings(public_url="https://rux.example.org", clients=[Client(iss=ISS, keys="keys.json")])


@pytest.fixture
def verifier(tmp_path):
    return Verifier(key_file(tmp_path, EC.as_dict(private=False), RSA.as_dict(private=False)), tmp_path)


def signed(key=EC, alg: str = "ES384", header: dict | None = None, **claims) -> str:
    told = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return "Bearer " + jwt.encode({"alg": alg, "kid": key.kid} | (header or {}), told, key, algorithms=[alg])


@pytest.mark.parametrize(("key", "alg"), [(EC, "ES384"), (RSA, "RS384")])
def test_the_two_algorithms_of_the_specification(verifier, key, alg):
    assert verifier.issuer(signed(key, alg), AUD, NOW) == ISS


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": None}, "iss: not an allowed client"),
        ({"iss": "https://elsewhere.example.org"}, "iss: not an allowed client"),
        ({"iss": ["x"]}, "iss: not an allowed client"),
        ({"aud": None}, "aud: not the address of this service"),
        ({"aud": "https://rux.example.org/cds-services"}, "aud: not the address of this service"),
        ({"exp": None}, "exp and iat are needed"),
        ({"exp": True}, "exp and iat are needed"),
        ({"iat": None}, "exp and iat are needed"),
        ({"exp": NOW - 61}, "exp: the token has expired"),
        ({"iat": NOW + 61}, "iat: in the future"),
        ({"exp": NOW + LONGEST_LIFE_S + 1}, "iat: in the future, or more than 3600 s before exp"),
        ({"jti": None}, "jti is needed"),
    ],
)
def test_each_claim_is_needed(verifier, claims, words):
    with pytest.raises(TokenRefused, match=words):
        verifier.issuer(signed(**claims), AUD, NOW)


@pytest.mark.parametrize("claims", [{"exp": NOW - 60, "iat": NOW - 300}, {"iat": NOW + 60}, {"aud": ["x", AUD]}])
def test_on_the_bound_of_the_clocks_and_of_several_audiences(verifier, claims):
    assert verifier.issuer(signed(**claims), AUD, NOW) == ISS


def test_a_token_is_used_once(verifier):
    assert verifier.issuer(signed(), AUD, NOW)
    with pytest.raises(TokenRefused, match="jti: this token was used before"):
        verifier.issuer(signed(), AUD, NOW)
    assert verifier.issuer(signed(jti="2"), AUD, NOW)


def none_alg() -> str:
    head, payload, _ = signed().removeprefix("Bearer ").split(".")
    from base64 import urlsafe_b64encode

    head = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"Bearer {head}.{payload}."


def hmac_with_the_public_key() -> str:
    secret = OctKey.import_key(json.dumps(EC.as_dict(private=False)))
    return "Bearer " + jwt.encode({"alg": "HS384", "kid": "ec"}, CLAIMS, secret, algorithms=["HS384"])


@pytest.mark.parametrize(
    "token",
    [
        none_alg(),
        hmac_with_the_public_key(),
        signed(STRANGER),
        signed(header={"jku": "https://elsewhere.example.org/keys"}, key=STRANGER),
        signed(header={"kid": "unknown"}),
        signed(ECKey.generate_key("P-256", {"kid": "ec"}), "ES256"),
        signed(RSA, "RS256"),
        signed()[:-4] + "AAAA",
    ],
    ids=["none", "hmac", "another key", "a key to be fetched", "unknown key", "ES256", "RS256", "changed"],
)
def test_every_other_signature_is_refused(verifier, token):
    with pytest.raises(TokenRefused, match=r"not signed by a known key with ES384 or RS384"):
        verifier.issuer(token, AUD, NOW)


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer ", "Bearer " + "a" * 9000])
def test_no_token(verifier, header):
    with pytest.raises(TokenRefused, match="Bearer with a token is needed"):
        verifier.issuer(header, AUD, NOW)


@pytest.mark.parametrize("token", ["a", "a.b", "a.b.c", "....", "a.W10.c", "a.éé.c"])
def test_what_is_no_token(verifier, token):
    with pytest.raises(TokenRefused):
        verifier.issuer(f"Bearer {token}", AUD, NOW)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ([EC.as_dict(private=True)], "one that is private or shared"),
        ([{"kty": "oct", "k": "c2VjcmV0"}], "one that is private or shared"),
        ([], "holds no key"),
        ([{"kid": "x"}], "no JWK Set"),
    ],
)
def test_files_of_keys_that_cannot_be_used_stop_the_start(tmp_path, keys, words):
    with pytest.raises(SettingsError, match=words):
        Verifier(key_file(tmp_path, *keys), tmp_path)


def test_a_file_of_keys_that_is_not_there(tmp_path):
    settings = EhrSettings(public_url="https://x.example.org", clients=[Client(iss=ISS, keys="none.json")])
    with pytest.raises(SettingsError, match=r"none\.json: cannot be read .*; name the client's JWK Set"):
        Verifier(settings, tmp_path)
