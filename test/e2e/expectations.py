"""What the scripts of AWS's clients say of what they see: it is so, it is refused, it will be so before long. A traceback where it is not."""
import time

from botocore.exceptions import ClientError


def same(actual, wanted):
    assert actual == wanted, '%r is not %r' % (actual, wanted)


def refused(code, words, call, **inputs):
    try:
        call(**inputs)
    except ClientError as error:
        same(error.response['Error']['Code'], code)
        assert words in error.response['Error']['Message'], error
        return error
    raise AssertionError('%s was not refused' % inputs)


def eventually(look, wanted):
    """Within a hundred seconds: what alarms wait for is minutes of the clock."""
    for _ in range(400):
        seen = look()
        if seen == wanted:
            return
        time.sleep(0.25)
    raise AssertionError('%r is still not %r' % (seen, wanted))
