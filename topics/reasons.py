"""Why a decision fell as it did: codes shared by messages, logs, metric labels and columns."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a message is a dead letter."""

    NO_VALUE = "no_value"
    EMPTY_MESSAGE = "empty_message"
    NOT_JSON = "not_json"
    DUPLICATE_KEY = "duplicate_key"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_TOO_LONG = "number_too_long"
    TOO_DEEP = "too_deep"
    WRONG_ENCODING = "wrong_encoding"
    BYTE_ORDER_MARK = "byte_order_mark"
    LONE_SURROGATE = "lone_surrogate"
    CONTROL_CHARACTER = "control_character"
    NOT_AN_OBJECT = "not_an_object"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    EMPTY_FIELD = "empty_field"
    SAYS_NOTHING = "says_nothing"
    TIME_WITHOUT_ZONE = "time_without_zone"
    TIME_OUT_OF_RANGE = "time_out_of_range"
    TIME_IN_FUTURE = "time_in_future"
    TIME_UNREADABLE = "time_unreadable"
    PLACE_OUT_OF_RANGE = "place_out_of_range"
    UNKNOWN_CHANNEL = "unknown_channel"
    UNKNOWN_ACTION = "unknown_action"
    UNKNOWN_TARGET = "unknown_target"
    NO_TARGET = "no_target"
    WRONG_SCOPE = "wrong_scope"
    INVALID = "invalid"
    TICK_OFF_CLOCK = "tick_off_clock"
    UNREADABLE_INBOX = "unreadable_inbox"


class Outcome(StrEnum):
    """What came of a report."""

    JOINED = "joined"
    SUGGESTED = "suggested"
    OPENED = "opened"
    REDELIVERY = "redelivery"
    REVISION = "revision"


class MergeReason(StrEnum):
    """Why a report joined a case, or opened one."""

    SAME_CITIZEN = "same_citizen"
    SAME_PLACE_AND_MATTER = "same_place_and_matter"
    NEAR_AND_SAME_CLASS = "near_and_same_class"
    NOTHING_SIMILAR = "nothing_similar"
    FOLLOWS_CLOSED = "follows_closed"
    MAYBE_THE_SAME = "maybe_the_same"
    BELOW_THRESHOLD = "below_threshold"
    NO_PLACE = "no_place"
    PLACE_CONFLICT = "place_conflict"
    SPLIT_BY_HAND = "split_by_hand"


class ActionReason(StrEnum):
    """Why an action was accepted or refused."""

    ACCEPTED = "accepted"
    ALREADY_RESOLVED = "already_resolved"
    NOT_RESOLVED = "not_resolved"
    BEFORE_OPENING = "before_opening"
    MERGED = "merged"
    NOT_MERGED = "not_merged"
    SAME_CASE = "same_case"
    OTHER_UNKNOWN = "other_unknown"
    NOT_A_MEMBER = "not_a_member"
    NOTHING_LEFT = "nothing_left"
    ALREADY_ROOT = "already_root"
    NO_SKETCH = "no_sketch"
    ALREADY_APART = "already_apart"
