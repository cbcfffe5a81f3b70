"""What a file that is no recording looks like, so that its sender can be told."""

import re

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"PK\x03\x04", "a ZIP archive (or a document that is one)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"SQLite format 3\x00", "a database"),
)
_SOUND = (
    (b".snd", "Sun audio (AU)"),
    (b"FORM", "AIFF"),
    (b"RIFX", "big-endian WAV"),
    (b"riff\x2e\x91\xcf\x11", "Sony Wave64"),
    (b"caff", "Core Audio (CAF)"),
    (b"0&\xb2u\x8ef\xcf\x11", "Windows Media"),
    (b"FLV\x01", "Flash video"),
    (b".RMF", "RealMedia"),
    (b"wvpk", "WavPack"),
    (b"MAC ", "Monkey's Audio"),
    (b"OFR ", "OptimFROG"),
    (b"MThd", "MIDI"),
    (b"#!SILK", "SILK"),
    (b"\x02#!SILK", "SILK"),
    (b"Creative Voice File", "Creative Voice (VOC)"),
    (b"NIST_1A", "NIST Sphere"),
    (b"\x0bw", "AC-3"),
    (b"ID3", "a tag (ID3) with nothing that can be read behind it"),
)
_TEXT = (
    (r"#EXTM3U|#EXT-X-", "a playlist (M3U/HLS)"),
    (r"ffconcat\b", "a concatenation script"),
    (r"\[playlist\]", "a playlist (PLS)"),
    (r"v=0\s", "a session description (SDP)"),
    (r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<mpd\b", "a streaming manifest (DASH)"),
    (r"(<\?xml[^>]*>\s*)?<smil\b", "a SMIL presentation"),
    (r"(<\?xml[^>]*>\s*)?<(asx|playlist)\b", "a playlist (ASX/XSPF)"),
    (r"(<\?xml[^>]*>\s*)?<svg\b", "an SVG picture"),
    (r"(<!--.*?-->\s*)?<(!doctype html|html|head|body|script)\b", "a web page (HTML)"),
    (r"<\?xml", "an XML document"),
)
_JSON = re.compile(r"[{\[]\s*([\"{}\[\]]|-?\d)")


def unsupported_sound(head: bytes) -> str | None:
    """The name of a kind of sound file that is known but not read, or None."""
    return next((name for magic, name in _SOUND if head.startswith(magic)), None)


def looks_like(head: bytes) -> str | None:
    """What the beginning of a file that is no sound looks like, in words that fit "it looks like ...", or None."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF":
        kinds = {b"WEBP": "a WebP picture", b"AVI ": "an AVI video"}
        return kinds.get(head[8:12], "a RIFF file that holds no WAVE sound")
    if not any(head):
        return "nothing but zero bytes"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str | None:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = head.decode(encoding, "replace").removeprefix("\ufeff").lstrip()
    for pattern, name in _TEXT:
        if re.match(pattern, text, re.IGNORECASE | re.DOTALL):
            return name
    unreadable = sum(not (c.isprintable() or c.isspace()) or c == "\ufffd" for c in text)
    if unreadable > len(text) // 50 + 1:
        return None
    return "JSON text" if _JSON.match(text) else "plain text"
