"""``python -m translations``, in a checkout: collect the texts and update every language."""

from pathlib import Path

from translations.catalogues import languages, po_file
from translations.collecting import bring_up_to_date, collected

if __name__ == "__main__":
    said = collected(Path.cwd())
    for code in languages():
        missing = bring_up_to_date(po_file(code), code, said)
        print(f"{code}: {len(said)} texts, {missing} to translate")
