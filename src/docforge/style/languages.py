"""What languages are called, for readers who look for their own."""


def name_of_language(lang: str, *, in_full: bool = False) -> str:
    """What `lang` (BCP 47) calls itself: "Cymraeg"; with `in_full`, its region, too."""
    # Late, because it loads a language's data.
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang, sep="-")
        if not in_full:
            locale = Locale(locale.language, script=locale.script)
        name = locale.get_display_name()
    except (ValueError, UnknownLocaleError):
        return lang
    return name[:1].upper() + name[1:] if name else lang
