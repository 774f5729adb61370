package extract

// The tables of evidence. Their order means nothing: the sums of what holds for each reading
// are compared, so a row that shall outweigh another must be heavier, or name in unless what
// it yields to.

// evidenceOfNumber is what a number and its surroundings say.
var evidenceOfNumber = [...]evidence{
	// A figure, by what it measures.
	{asFigure, strong, []fact{anAge}, nil, ByAge},
	{asFigure, strong, []fact{aRatio}, nil, ByRatio},
	{asFigure, strong, []fact{aUnit}, []fact{theWordForOne}, ByUnit},
	{asFigure, strong, []fact{aScaleBehind}, []fact{theWordForOne}, ByCue},
	{asFigure, strong, []fact{ordinary, aMagnitude}, nil, ByMagnitude},
	{asFigure, strong, []fact{ordinary, aRate}, nil, ByRate},
	{asFigure, fair, []fact{ordinary, digitsInGroups}, nil, ByGroups},
	// By what it counts.
	{asFigure, strong, []fact{ordinary, aKnownNoun}, nil, ByNoun},
	{asFigure, fair, []fact{ordinary, anUnknownNoun}, nil, ByNoun},
	{asFigure, fair, []fact{ordinary, pointsOfAnIndex}, nil, ByNoun},
	{asFigure, strong, []fact{ordinary, governedNoun}, []fact{aUnit, nounBefore, yearDigits, definiteNumber}, ByForm},
	{asFigure, strong, []fact{ordinary, governedThing}, []fact{aUnit, nounBefore, yearDigits, definiteNumber}, ByForm},
	{asFigure, fair, []fact{ordinary, governedAction}, []fact{aUnit, nounBefore, yearDigits, definiteNumber}, ByForm},
	{asFigure, fair, []fact{ordinary, aKnownPlural, smallLabel}, []fact{aUnit}, ByNoun},
	{asFigure, fair, []fact{ordinary, namedModelsBehind}, nil, ByNoun},
	{asFigure, fair, []fact{ordinary, moreThanAStreet}, []fact{aUnit}, ByNoun},
	{asFigure, fair, []fact{ordinary, yearDigits, modified}, []fact{aUnit, aRange, recentYear, prepositionBefore}, ByModifier},
	{asFigure, fair, []fact{ordinary, finiteVerbBehind}, []fact{aKnownNoun, aUnit, wordItNamesBefore}, ByVerb},
	{asFigure, -fair, []fact{anUnknownNoun, verbBehind}, []fact{nounBefore, aUnit}, "a verb stands behind it"},
	{asFigure, -strong, []fact{inDigits, oneKnownThing}, []fact{aUnit, nounBefore}, "a definite genitive makes what stands behind one known thing"},
	{asFigure, -strong, []fact{definiteNumber, partOfOneThing}, []fact{aUnit, aMagnitude}, "with an article, before one thing of which it is no part"},
	{asFigure, strong, []fact{theWordForZero, aKnownPlural}, nil, ByNoun},
	{asFigure, strong, []fact{aFraction, aNoun}, nil, ByNoun},
	{asFigure, decisive, []fact{quantifierTied}, nil, ByCue},

	// Two that are known already.
	{asKnown, decisive, []fact{definiteDual}, nil, "a dual with the article: two things already known"},

	// A name.
	{asName, decisive, []fact{insideAListedName}, nil, "a name that the lexicon lists holds it"},
	{asName, decisive, []fact{aTitleInQuotes}, nil, "in quotation marks, with a capital: a title"},
	{asName, decisive, []fact{capitalsOnBothSides}, nil, "a number word in a name, in capitals"},

	{asName, decisive, []fact{titleCue}, nil, "the word for a work and a quotation mark stand before it"},
	{asName, strong, []fact{definiteNumber, constructBefore}, []fact{aUnit, nounBefore, aMagnitude, aKnownNoun}, "with the article, behind a noun whose genitive it is"},
	{asName, strong, []fact{aLoneMagnitude, indefiniteBefore, uncountableBehind}, []fact{aUnit, definiteNumber}, "alone behind a noun whose genitive it is"},

	{asDecade, decisive, []fact{pluralEndingBehind}, nil, "the ending of a plural touches its digits"},

	// A model, or a size that names something.
	{asModel, decisive, []fact{inDigits, lettersTouchItBefore}, []fact{aUnit}, "letters touch it"},
	{asModel, decisive, []fact{inDigits, wordAndHyphenBefore}, []fact{lettersTouchItBefore}, "a hyphen ties it to a name"},
	{asModel, strong, []fact{inDigits, modelCue}, []fact{aUnit, joinedByAnd}, "the name of a model stands before it"},
	{asModel, decisive, []fact{yearDigits, recentYear, modelCue, unitBefore}, nil, "the name of an event that is a unit too stands before a year"},
	{asModel, strong, []fact{plainDigits, capitalNameBefore}, []fact{aUnit, hyphenBehind, countableBehind}, "a name in capitals stands before it, and nothing to count behind"},
	{asModel, decisive, []fact{inDigits, lettersTouchItBehind}, []fact{aUnit, aMagnitude}, "letters touch it"},
	{asModel, decisive, []fact{inDigits, aCalibre}, []fact{aRange}, "the calibre of a weapon"},
	{asModel, decisive, []fact{inDigits, aRaceLength}, []fact{aRange}, "the length of a race, which names it"},

	{asModel, decisive, []fact{digitsTiedBehind}, []fact{inDigits}, "a hyphen ties digits to it"},
	{asModel, strong, []fact{inDigits, letterBefore}, []fact{aUnit}, "a single letter stands before it"},

	// A time of day.
	{asClock, fair, []fact{joinedToAClock}, nil, "joined to a time of day"},
	{asClock, strong, []fact{joinedToAClock}, []fact{aKnownNoun, aUnit}, "joined to a time of day, and nothing to count behind"},
	{asClock, strong, []fact{joinedToAClock, timeUnit}, nil, "the minutes of a time of day"},
	{asClock, strong, []fact{hourCue}, []fact{inDigits, aUnit}, "the word for the hour stands before it"},
	{asClock, strong, []fact{aFraction, pastTheHour}, []fact{inDigits, aUnit}, "a fraction added to the hour"},
	{asClock, decisive, []fact{timeUnit, pastTheHour}, []fact{inDigits}, "minutes past or to the hour"},
	{asClock, decisive, []fact{inDigits, minutesBehind}, nil, "hours and minutes with a colon"},
	{asClock, decisive, []fact{inDigits, hourBeforeColon}, nil, "hours and minutes with a colon"},
	{asClock, decisive, []fact{inDigits, clockWordBehind}, nil, "a word of the time of day stands behind it"},
	{asClock, decisive, []fact{inDigits, hourCue, measureUnit}, nil, "the word for the hour stands before it"},
	{asClock, decisive, []fact{inDigits, hourCue}, []fact{aUnit}, "the word for the hour stands before it"},

	// A date.
	{asDate, decisive, []fact{inSlashedDate}, []fact{fractionInDigits}, "digits joined by strokes or hyphens, as dates are"},
	{asDate, strong, []fact{monthBefore, dayOrYear}, []fact{fractionInDigits, aUnit}, "a month stands before it"},
	{asDate, strong, []fact{monthBefore, yearDigits}, []fact{aUnit}, "a month and a year"},
	{asDate, decisive, []fact{monthBehind}, []fact{fractionInDigits}, "a month stands behind it"},

	// What names one of many.
	{asLabel, decisive, []fact{numberSignBefore}, nil, "a number sign or square brackets"},
	{asLabel, strong, []fact{aloneInBrackets, plainDigits}, []fact{aUnit}, "alone in brackets"},
	{asLabel, strong, []fact{labelCue}, []fact{labelOfUncounted, joinedByAnd, possessiveBefore, longUnit}, "the word for what it names stands before it"},
	{asLabel, decisive, []fact{numberWordBefore}, []fact{joinedByAnd, longUnit}, "the word for a number stands before it"},
	{asLabel, decisive, []fact{labelOfMeasured}, nil, "the word for what it names stands before it"},
	{asLabel, strong, []fact{labelOfUncounted, uncountableBehind}, []fact{aUnit, nounBehind}, "the word for what it names stands before it, and nothing to count behind"},
	{asLabel, strong, []fact{labelsByPosition, plainDigits, definiteSingularBefore, uncountableBehind}, []fact{aUnit, unitWordBehind, ofATotal}, "behind a definite singular, and nothing to count behind it"},
	{asLabel, strong, []fact{inDigits, joinedToALabel}, []fact{aUnit}, "joined to a number that names something"},

	{asLabel, decisive, []fact{nameTailBehind, labelCue}, nil, "a numbered unit, with its branch behind the number"},
	{asLabel, decisive, []fact{nameTailBehind, labelsByPosition, definiteSingularBefore}, nil, "a numbered unit, with its branch behind the number"},
	{asLabel, decisive, []fact{nameTailBehind, capitalBehind}, nil, "a numbered unit, with its branch behind the number"},

	{asRank, strong, []fact{rankCue}, []fact{aUnit}, "a word of rank stands before it"},

	// An ordinal.
	{asOrdinal, decisive, []fact{inDigits, ordinalEndingBehind}, nil, "the ending of an ordinal touches it"},
	{asOrdinal, decisive, []fact{ordinalCloses}, nil, "an ordinal closes it"},
	{asOrdinal, decisive, []fact{closesAnOrdinal}, []fact{inDigits}, "it closes an ordinal"},
	{asOrdinal, strong, []fact{definiteNumber, definiteSingularBeforeQuotes, ordinalsByPosition}, []fact{aUnit, nounBefore, aMagnitude, theWordForAFew}, "with the article, behind a definite singular"},

	// A year.
	{asYear, decisive, []fact{spanOfYears}, []fact{aUnit}, "a span of years"},
	{asYear, decisive, []fact{yearDigits, eraBehind}, nil, "an era stands behind it"},
	{asYear, strong, []fact{yearCue, yearDigits}, []fact{longUnit}, "a word for a year stands before digits as years are written"},
	{asYear, strong, []fact{yearCue, inDigits}, []fact{longUnit}, "a word for a year or a day stands before it"},
	{asYear, strong, []fact{yearCue, aMagnitude}, []fact{aUnit}, "a word for a year or a day stands before it"},
	{asYear, strong, []fact{yearCue}, []fact{aUnit, inDigits, aMagnitude, nounBehind}, "a word for a year or a day stands before it"},
	{asYear, strong, []fact{yearDigits, joinedToAYear}, []fact{aUnit}, "joined to a year"},
	{asYear, weak, []fact{yearDigits}, []fact{aUnit}, "four plain digits, as years are written"},
	{asYear, fair, []fact{yearDigits, recentYear}, []fact{aUnit, modified}, "a year of living memory"},
	{asYear, strong, []fact{yearDigits, recentYear, prepositionBefore}, []fact{aUnit, singularNounBehind}, "a preposition before a year of living memory"},
	{asYear, strong, []fact{yearDigits, largeNumbersAreGrouped}, []fact{aUnit, pluralNounBehind, unitWordBehind, modified}, "a quantity would be written in groups"},
	{asYear, strong, []fact{yearDigits, prepositionBefore}, []fact{aUnit, largeNumbersAreGrouped, nounBehind}, "a preposition stands before it"},

	// A result.
	{asScore, decisive, []fact{scoreCue}, []fact{aUnit}, "a word for the result stands before it"},
	{asScore, strong, []fact{answersAScore}, []fact{aUnit}, "the other half of a result"},
	{asScore, strong, []fact{rangeOfGoals}, []fact{aUnit}, "two small numbers joined by a hyphen"},
	{asScore, strong, []fact{inDigits, goalsBehind}, []fact{aUnit, aRange}, "two small numbers joined by a hyphen"},
	{asScore, decisive, []fact{inDigits, goalsBefore}, []fact{aUnit, aRange}, "a hyphen joins it to the first half of a result"},

	{asListItem, strong, []fact{beginsALine, plainDigits, listMarkBehind}, nil, "the mark of a list stands behind it at the start of a line"},

	// An address.
	{asAddress, strong, []fact{plainDigits, streetBehind}, []fact{aUnit, moreThanAStreet}, "the name of a street stands behind it"},
	{asAddress, strong, []fact{plainDigits, streetBefore}, []fact{aUnit}, "the name of a street stands before it"},

	// An identifier.
	{asCode, decisive, []fact{plainNumber, plusBefore, aLongRun}, nil, "a plus sign and many digits"},
	{asCode, decisive, []fact{plainNumber, leadingZero, aLongRun}, nil, "many digits that begin with a zero"},
	{asCode, strong, []fact{inDigits, aTiedRun}, []fact{aUnit}, "many digits joined by hyphens"},
	{asCode, decisive, []fact{codeCue, inDigits, aLongRun}, nil, "the word for an identifier and many digits"},
	{asCode, decisive, []fact{codeCue, plainDigits, asManyDigitsAsATelephone}, []fact{aUnit, aMagnitude}, "the word for an identifier and many digits"},
	{asCode, strong, []fact{codeCue, plainNumber, severalDigits}, []fact{longUnit}, "the word for an identifier stands before it"},
	{asCode, strong, []fact{inDigits, separatedDigits}, []fact{aUnit}, "points separate its digits"},
	{asCode, decisive, []fact{inDigits, behindAModel}, nil, "letters touch it, and the number of a model stands before it"},
	{asCode, strong, []fact{peopleInParts, capitalBefore}, nil, "a decimal of people behind a capital: a version"},
	{asCode, decisive, []fact{inDigits, letterBehind}, nil, "a hyphen ties a letter to it"},
	{asCode, decisive, []fact{inDigits, attributeOfATag}, nil, "an attribute of a tag"},
	{asCode, decisive, []fact{plainNumber, leadingZero}, nil, "it begins with a zero"},
	{asCode, strong, []fact{plainNumber, plusBefore}, []fact{aUnit}, "a plus sign touches it"},
	{asCode, strong, []fact{plainDigits, manyDigits}, []fact{aUnit, aMagnitude}, "many digits without groups"},

	{asUnread, decisive, []fact{inDigits, unreadBefore}, nil, "what touches it before has no reading"},
	{asUnread, decisive, []fact{inDigits, unreadBehind}, nil, "what touches it behind has no reading"},
	{asUnread, decisive, []fact{inDigits, abbreviationBehind}, nil, "an unknown abbreviation stands where its unit would"},
	{asUnread, decisive, []fact{inDigits, unreadRate}, nil, "a rate that has no reading"},
}

// evidenceOfSentence is what the sentence says of a number that may be a figure.
var evidenceOfSentence = [...]evidence{
	{asFigure, strong, []fact{aSharedUnit}, []fact{theWordForOne}, ByUnit},
	{asFigure, fair, []fact{ordinary, aSharedRate}, nil, ByRate},
	{asFigure, strong, []fact{oneOfAKind}, nil, ByNoun},
	{asFigure, strong, []fact{aFraction, inDigits, repeatsTheFigureBefore}, nil, ByPair},
	{asFigure, strong, []fact{aFraction, theAmountOfAChange}, nil, ByChange},
	{asFigure, strong, []fact{aFraction, linkedToAChange}, []fact{inDigits}, ByChange},
	{asFigure, strong, []fact{aFraction, ofThemBehind}, nil, ByPart},
	{asFigure, fair, []fact{ordinary, modified}, []fact{bounded, yearDigits, theWordForOne}, ByModifier},
	{asFigure, weak, []fact{ordinary, verbBefore, endBehind}, []fact{yearDigits, codeCue, digitsAndVerbsFirst}, ByVerb},
	{asFigure, fair, []fact{eventBehind}, []fact{yearDigits}, ByEvent},
	{asFigure, fair, []fact{ordinary, labelOfAListing}, nil, ByLabel},
	{asFigure, fair, []fact{ordinary, partOfTheFigureBefore}, []fact{yearDigits}, ByPart},
	{asFigure, fair, []fact{ordinary, inAChange}, []fact{yearDigits}, ByChange},
	{asFigure, fair, []fact{ordinary, againstACount}, []fact{yearDigits}, ByPair},
	{asFigure, fair, []fact{ordinary, ofATotal}, []fact{yearDigits}, ByPair},
	{asFigure, fair, []fact{ordinary, bounded}, []fact{aRange, yearDigits}, ByModifier},
	{asFigure, weak, []fact{countedOn}, []fact{theWordForOne, theWordForZero, aFraction}, ByCue},
	{asFigure, weak, []fact{wordOfCounting}, []fact{theWordForOne, theWordForZero, aFraction}, ByCue},
}
