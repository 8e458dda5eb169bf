"""What the fuzzer is told beside its configuration: who it is, and where it says it comes from."""

import itertools
import os

import schemathesis

OWN_IDS = set(os.environ["FUZZ_OWN_IDS"].split(","))
NOBODY = "00000000-0000-4000-8000-000000000000"
ADDRESSES = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    # Logins are limited by address: from one alone, nearly all of them would be answered 429.
    number = next(ADDRESSES)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    case.headers = {**(case.headers or {}), "X-Forwarded-For": address}
    # Answers tell the fuzzer its own ids; with them it would disable or log out itself.
    case.path_parameters = {
        name: NOBODY if str(value).lower() in OWN_IDS else value
        for name, value in (case.path_parameters or {}).items()
    }
