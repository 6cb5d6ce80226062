"""What the errors of the model library mean: one table for all of them.

By names, not classes, so that reading the table imports nothing. A test walks the
library's exceptions and fails when one has no row.

Provider text is looked at to tell errors apart; it is never passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assist.errors import (
    AssistError,
    ModelAuth,
    ModelCut,
    ModelFailed,
    ModelNotAModel,
    ModelQuota,
    ModelRateLimited,
    ModelRefused,
    ModelTimeout,
    ModelUnknown,
    ModelUnreachable,
    TooLong,
)

__all__ = ["BY_NAME", "fault"]

_TOO_LONG = "This passage is too long for the configured model. Select a shorter part."
_MAX_RETRY_AFTER_S = 3_600

# What lies beneath an error tells more than how the library wrapped it: first match wins.
_BENEATH: tuple[tuple[str, type[AssistError]], ...] = (
    ("JSONDecodeError", ModelNotAModel),
    ("ConnectError", ModelUnreachable),
    ("ConnectTimeout", ModelUnreachable),
    ("ConnectionRefusedError", ModelUnreachable),
    ("gaierror", ModelUnreachable),
    ("ReadTimeout", ModelTimeout),
    ("ReadError", ModelCut),
    ("RemoteProtocolError", ModelCut),
    ("ClientPayloadError", ModelCut),
)

# Names of litellm.exceptions; None: its HTTP status decides.
BY_NAME: Mapping[str, type[AssistError] | None] = {
    "APIConnectionError": ModelUnreachable,
    "APIError": None,
    "APIResponseValidationError": ModelNotAModel,
    "AuthenticationError": ModelAuth,
    "BadGatewayError": ModelUnreachable,
    "BadRequestError": None,
    "BlockedPiiEntityError": ModelRefused,
    "BudgetExceededError": ModelQuota,
    "ContentPolicyViolationError": ModelRefused,
    "ContextWindowExceededError": TooLong,
    "GuardrailRaisedException": ModelRefused,
    "ImageFetchError": ModelFailed,
    "InternalServerError": ModelFailed,
    "InvalidRequestError": None,
    "JSONSchemaValidationError": ModelNotAModel,
    "LiteLLMUnknownProvider": ModelUnknown,
    "MidStreamFallbackError": ModelCut,
    "MockException": ModelFailed,
    "ModelNotMappedError": ModelUnknown,
    "ModifyResponseException": ModelRefused,
    "NotFoundError": ModelUnknown,
    "OpenAIError": None,
    "PaymentRequiredError": ModelQuota,
    "PermissionDeniedError": ModelAuth,
    "RateLimitError": ModelRateLimited,
    "RejectedRequestError": ModelRefused,
    "SensitiveDataRouteException": ModelRefused,
    "ServiceUnavailableError": ModelUnreachable,
    "Timeout": ModelTimeout,
    "UnprocessableEntityError": ModelFailed,
    "UnsupportedParamsError": ModelFailed,
    "VectorStoreSearchError": ModelFailed,
}

_BY_STATUS: Mapping[int, type[AssistError]] = {
    401: ModelAuth,
    402: ModelQuota,
    403: ModelAuth,
    404: ModelUnknown,
    408: ModelTimeout,
    413: TooLong,
    429: ModelRateLimited,
    502: ModelUnreachable,
    503: ModelUnreachable,
    504: ModelTimeout,
}


def fault(error: Exception) -> AssistError:
    """Return what an exception of the model library means for the person who asked."""
    kind = _kind(error)
    if kind is TooLong:
        return TooLong(_TOO_LONG)
    if kind is ModelRateLimited:
        return ModelRateLimited(retry_after_s=_retry_after_s(error))
    return kind()


def _kind(error: Exception) -> type[AssistError]:
    chain = tuple(_chain(error))
    beneath = {name for each in chain for name in _names(each)}
    for name, kind in _BENEATH:
        if name in beneath:
            return kind
    if _is_about_policy(error):
        return ModelRefused
    for each in chain:
        for name in _names(each):
            if name in BY_NAME:
                return BY_NAME[name] or _BY_STATUS.get(_status(each), ModelFailed)
    return ModelFailed


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        inner = getattr(following, "original_exception", None)
        wrapped = inner if isinstance(inner, BaseException) else None
        following = wrapped or following.__cause__ or following.__context__


def _names(error: BaseException) -> tuple[str, ...]:
    return tuple(each.__name__ for each in type(error).__mro__)


def _status(error: BaseException) -> int:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else 0


def _is_about_policy(error: Exception) -> bool:
    if _status(error) not in (400, 403, 422):
        return False
    text = str(error)
    return "content_policy" in text or "content_filter" in text


def _retry_after_s(error: Exception) -> int | None:
    response = getattr(error, "response", None)
    for headers in (
        getattr(error, "litellm_response_headers", None),
        getattr(response, "headers", None),
    ):
        if isinstance(headers, Mapping):
            value = str(headers.get("retry-after", "")).strip()  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            if value.isascii() and value.isdigit():
                return min(int(value), _MAX_RETRY_AFTER_S)
    return None
