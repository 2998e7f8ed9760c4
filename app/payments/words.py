"""Amounts of money in words, as payment papers need them: Vietnamese, English, German."""

_VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ("", " thousand", " million", " billion", " trillion", " quadrillion")
_DE = (
    *("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    *("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_DE_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_DE_SCALES = (
    ("", ""),
    ("tausend", "tausend"),
    ("Million", "Millionen"),
    ("Milliarde", "Milliarden"),
    ("Billion", "Billionen"),
    ("Billiarde", "Billiarden"),
)
LARGEST = 10**18 - 1


def amount_in_words(amount_vnd: int, locale: str = "vi") -> str:
    """Return "Bốn triệu năm trăm nghìn đồng", "Four million five hundred thousand dong" or the German words.

    Args:
        amount_vnd: whole đồng, below 10^18 either side of zero.
    Source: R-75, A-07.
    """
    if abs(amount_vnd) > LARGEST:
        raise ValueError("no words for such an amount")
    number, minus, unit = {
        "en": (_english, "minus ", " dong"),
        "de": (_german, "minus ", " Dong"),
    }.get(locale, (_vietnamese, "âm ", " đồng"))
    words = (minus if amount_vnd < 0 else "") + number(abs(amount_vnd)) + unit
    return words[0].upper() + words[1:]


def _vietnamese(number: int) -> str:
    if number == 0:
        return _VI[0]
    words: list[str] = []
    for power, scale in ((9, "tỷ"), (6, "triệu"), (3, "nghìn"), (0, "")):
        part, number = divmod(number, 10**power)
        if not part:
            continue
        # Above 999 tỷ the billions are read as a number of their own: "một nghìn tỷ".
        words.append(_vietnamese(part) if part > 999 else _vietnamese_hundreds(part, whole=bool(words)))
        words.append(scale)
    return " ".join(filter(None, words))


def _vietnamese_hundreds(part: int, *, whole: bool) -> str:
    """Read up to three digits; `whole` says the missing hundreds too: "không trăm linh năm"."""
    hundreds, tens, ones = part // 100, part // 10 % 10, part % 10
    words: list[str] = []
    if hundreds or whole:
        words += [_VI[hundreds], "trăm"]
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_VI[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones:
        special = {1: "mốt", 4: "tư"} if tens > 1 else {}
        words.append("lăm" if ones == 5 and tens else special.get(ones, _VI[ones]))
    return " ".join(words)


def _english(number: int) -> str:
    if number == 0:
        return _EN[0]
    words: list[str] = []
    for power in range(5, -1, -1):
        part, number = divmod(number, 1000**power)
        if part:
            words.append(_english_hundreds(part) + _EN_SCALES[power])
    return " ".join(words)


def _english_hundreds(part: int) -> str:
    hundreds, rest = divmod(part, 100)
    words = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        words.append(_EN_TENS[rest // 10] + (f"-{_EN[rest % 10]}" if rest % 10 else ""))
    elif rest:
        words.append(_EN[rest])
    return " ".join(words)


def _german(number: int) -> str:
    if number == 0:
        return _DE[0]
    words: list[str] = []
    for power in range(5, 1, -1):
        part, number = divmod(number, 1000**power)
        if part:
            one, many = _DE_SCALES[power]
            words.append(f"eine {one}" if part == 1 else f"{_german_hundreds(part)} {many}")
    thousands, rest = divmod(number, 1000)
    small = (f"{_german_hundreds(thousands)}tausend" if thousands else "") + (_german_hundreds(rest) if rest else "")
    return " ".join([*words, small]).strip()


def _german_hundreds(part: int) -> str:
    hundreds, rest = divmod(part, 100)
    word = f"{_DE[hundreds]}hundert" if hundreds else ""
    if rest < 20:
        return word + (_DE[rest] if rest else "")
    ones, tens = rest % 10, _DE_TENS[rest // 10]
    return word + (f"{_DE[ones]}und{tens}" if ones else tens)
