"""Prints whole numbers and what ICU's rule sets write for them: language, number and words,
one tab between. Needs python3-icu; ends with status 3 where it is missing."""
import random
import sys

try:
    import icu
except ImportError:
    sys.exit(3)


def numbers(every):
    rnd, n = random.Random(17), 1
    while n <= 100_000:
        yield n
        n += 1 if every or n < 1200 else 1 + rnd.randrange(150)
    for _ in range(2000):
        yield 1 + rnd.randrange(10 ** rnd.randint(6, 12))


every = "every" in sys.argv[1:]
for lang, sets in {"ar": ["masculine", "feminine", "numbering"], "en": ["cardinal", "cardinal-verbose", "numbering"],
                   "fr": ["cardinal-masculine"], "es": ["cardinal-masculine"]}.items():
    form = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(lang))
    known = {form.getRuleSetName(i) for i in range(form.getNumberOfRuleSetNames())}
    for name in sets:
        rule = next((r for r in ("%spellout-" + name, "%spellout-cardinal-" + name) if r in known), None)
        if rule is None:
            continue
        form.setDefaultRuleSet(rule)
        for n in numbers(every):
            print(lang, n, form.format(n).replace("\u00ad", ""), sep="\t")
