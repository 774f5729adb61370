package extract

// fact is one thing that holds of a number and its surroundings, or does not.
type fact int

// The facts, by where they look. Those with the lower numbers are asked for first: they are
// found out with less effort.
const (
	// How the number is written.
	inDigits fact = iota
	plainDigits
	plainNumber
	yearDigits
	recentYear
	dayOrYear
	manyDigits
	leadingZero
	digitsInGroups
	theWordForOne
	theWordForZero
	theWordForAFew
	aFraction
	fractionInDigits
	ordinary
	definiteNumber
	definiteDual
	aRange
	aRatio
	spanOfYears
	rangeOfGoals
	separatedDigits
	aLongRun
	aTiedRun
	severalDigits
	asManyDigitsAsATelephone
	aLoneMagnitude

	// What belongs to it.
	aMagnitude
	aUnit
	longUnit
	measureUnit
	timeUnit
	unitBefore
	aRate
	aSharedUnit
	aSharedRate
	anAge
	aScaleBehind
	aNoun
	aKnownNoun
	aKnownPlural
	pointsOfAnIndex
	anUnknownNoun
	nounBefore
	oneOfAKind
	bounded
	eventBehind
	inAChange
	theAmountOfAChange
	againstACount
	ofATotal
	aCalibre
	aRaceLength
	peopleInParts

	// What stands before it.
	modified
	prepositionBefore
	joinedByAnd
	yearCue
	labelCue
	numberWordBefore
	labelOfMeasured
	smallLabel
	labelOfUncounted
	rankCue
	scoreCue
	modelCue
	hourCue
	pastTheHour
	hourBeforeColon
	monthBefore
	numberSignBefore
	plusBefore
	attributeOfATag
	lettersTouchItBefore
	wordAndHyphenBefore
	capitalNameBefore
	possessiveBefore
	capitalBefore
	definiteSingularBefore
	definiteSingularBeforeQuotes
	closesAnOrdinal
	beginsALine
	wordOfCounting
	linkedToAChange
	countedOn
	streetBefore
	codeCue
	letterBefore
	behindAModel
	titleCue

	// What stands behind it.
	nounBehind
	pluralNounBehind
	singularNounBehind
	unitWordBehind
	namedModelsBehind
	monthBehind
	eraBehind
	minutesBehind
	clockWordBehind
	ordinalEndingBehind
	ordinalCloses
	pluralEndingBehind
	lettersTouchItBehind
	hyphenBehind
	quantifierTied
	listMarkBehind
	streetBehind
	moreThanAStreet
	letterBehind
	digitsTiedBehind
	nameTailBehind
	capitalBehind
	ofThemBehind
	endBehind
	goalsBehind

	// On both sides.
	insideAListedName
	aTitleInQuotes
	capitalsOnBothSides
	aloneInBrackets
	inSlashedDate
	unreadBefore
	unreadBehind
	abbreviationBehind
	unreadRate

	// The number before it.
	joinedToAYear
	joinedToALabel
	joinedToAClock
	answersAScore
	goalsBefore
	repeatsTheFigureBefore
	partOfTheFigureBefore
	labelOfAListing

	// How the language writes.
	largeNumbersAreGrouped
	labelsByPosition
	ordinalsByPosition
	digitsAndVerbsFirst

	// What the words beside it are, which are analysed for it.
	countableBehind
	uncountableBehind
	governedNoun
	oneKnownThing
	governedThing
	governedAction
	partOfOneThing
	constructBefore
	indefiniteBefore
	verbBehind
	finiteVerbBehind
	verbBefore
	wordItNamesBefore

	numFacts
)

// firstOfWords is the first fact that needs the analysis of words.
const firstOfWords = countableBehind

// facts says how each fact is found out.
var facts = [numFacts]func(*look) bool{
	inDigits: (*look).inDigits, plainDigits: (*look).plainDigits, plainNumber: (*look).plainNumber,
	yearDigits: (*look).yearDigits, recentYear: (*look).recentYear, dayOrYear: (*look).dayOrYear,
	manyDigits: (*look).manyDigits, leadingZero: (*look).leadingZero, digitsInGroups: (*look).digitsInGroups,
	theWordForOne: (*look).theWordForOne, theWordForZero: (*look).theWordForZero, theWordForAFew: (*look).theWordForAFew,
	aFraction: (*look).aFraction, fractionInDigits: (*look).fractionInDigits, ordinary: (*look).ordinary,
	definiteNumber: (*look).definiteNumber, definiteDual: (*look).definiteDual,
	aRange: (*look).aRange, aRatio: (*look).aRatio, spanOfYears: (*look).spanOfYears, rangeOfGoals: (*look).rangeOfGoals,

	aMagnitude: (*look).aMagnitude, aUnit: (*look).aUnit, longUnit: (*look).longUnit, measureUnit: (*look).measureUnit, timeUnit: (*look).timeUnit, unitBefore: (*look).unitBefore,
	aRate: (*look).aRate, aSharedUnit: (*look).aSharedUnit, aSharedRate: (*look).aSharedRate, anAge: (*look).anAge, aScaleBehind: (*look).aScaleBehind,
	aNoun: (*look).aNoun, aKnownNoun: (*look).aKnownNoun, aKnownPlural: (*look).aKnownPlural, pointsOfAnIndex: (*look).pointsOfAnIndex, anUnknownNoun: (*look).anUnknownNoun,
	nounBefore: (*look).nounBefore, oneOfAKind: (*look).oneOfAKind, bounded: (*look).bounded, eventBehind: (*look).eventBehind,
	inAChange: (*look).inAChange, theAmountOfAChange: (*look).theAmountOfAChange,
	againstACount: (*look).againstACount, ofATotal: (*look).ofATotal, aCalibre: (*look).aCalibre, aRaceLength: (*look).aRaceLength,

	modified: (*look).modified, prepositionBefore: (*look).prepositionBefore, joinedByAnd: (*look).joinedByAnd,
	yearCue: (*look).yearCue, labelCue: (*look).labelCue, numberWordBefore: (*look).numberWordBefore, labelOfMeasured: (*look).labelOfMeasured, smallLabel: (*look).smallLabel,
	labelOfUncounted: (*look).labelOfUncounted, rankCue: (*look).rankCue, scoreCue: (*look).scoreCue, modelCue: (*look).modelCue,
	hourCue: (*look).hourCue, pastTheHour: (*look).pastTheHour, hourBeforeColon: (*look).hourBeforeColon, monthBefore: (*look).monthBefore,
	numberSignBefore: (*look).numberSignBefore, plusBefore: (*look).plusBefore, attributeOfATag: (*look).attributeOfATag,
	lettersTouchItBefore: (*look).lettersTouchItBefore, wordAndHyphenBefore: (*look).wordAndHyphenBefore,
	capitalNameBefore: (*look).capitalNameBefore, possessiveBefore: (*look).possessiveBefore, capitalBefore: (*look).capitalBefore, definiteSingularBefore: (*look).definiteSingularBefore,
	definiteSingularBeforeQuotes: (*look).definiteSingularBeforeQuotes, closesAnOrdinal: (*look).closesAnOrdinal,
	beginsALine: (*look).beginsALine, wordOfCounting: (*look).wordOfCounting, linkedToAChange: (*look).linkedToAChange, verbBefore: (*look).verbBefore,
	wordItNamesBefore: (*look).wordItNamesBefore, ofThemBehind: (*look).ofThemBehind, endBehind: (*look).endBehind, countedOn: (*look).countedOn,

	nounBehind: (*look).nounBehind, pluralNounBehind: (*look).pluralNounBehind, singularNounBehind: (*look).singularNounBehind,
	unitWordBehind: (*look).unitWordBehind, countableBehind: (*look).countableBehind, uncountableBehind: (*look).uncountableBehind,
	governedNoun: (*look).governedNoun, namedModelsBehind: (*look).namedModelsBehind,
	monthBehind: (*look).monthBehind, eraBehind: (*look).eraBehind, minutesBehind: (*look).minutesBehind,
	clockWordBehind: (*look).clockWordBehind, ordinalEndingBehind: (*look).ordinalEndingBehind, ordinalCloses: (*look).ordinalCloses,
	pluralEndingBehind: (*look).pluralEndingBehind, lettersTouchItBehind: (*look).lettersTouchItBehind, hyphenBehind: (*look).hyphenBehind, quantifierTied: (*look).quantifierTied,
	listMarkBehind: (*look).listMarkBehind, goalsBehind: (*look).goalsBehind,

	insideAListedName: (*look).insideAListedName, aTitleInQuotes: (*look).aTitleInQuotes, capitalsOnBothSides: (*look).capitalsOnBothSides,
	aloneInBrackets: (*look).aloneInBrackets, inSlashedDate: (*look).inSlashedDate,
	unreadBefore: (*look).isUnreadBefore, unreadBehind: (*look).isUnreadBehind, abbreviationBehind: (*look).abbreviationBehind,
	unreadRate: (*look).hasUnreadRate,

	joinedToAYear: (*look).joinedToAYear, joinedToALabel: (*look).joinedToALabel, joinedToAClock: (*look).joinedToAClock,
	answersAScore: (*look).answersAScore, goalsBefore: (*look).goalsBefore, repeatsTheFigureBefore: (*look).repeatsTheFigureBefore,
	partOfTheFigureBefore: (*look).partOfTheFigureBefore, labelOfAListing: (*look).labelOfAListing,

	separatedDigits: (*look).separatedDigits, aLongRun: (*look).aLongRun, aTiedRun: (*look).aTiedRun, severalDigits: (*look).severalDigits, asManyDigitsAsATelephone: (*look).asManyDigitsAsATelephone, aLoneMagnitude: (*look).aLoneMagnitude, streetBefore: (*look).streetBefore, codeCue: (*look).codeCue, letterBefore: (*look).letterBefore, titleCue: (*look).titleCue, constructBefore: (*look).constructBefore, indefiniteBefore: (*look).indefiniteBefore, streetBehind: (*look).streetBehind, moreThanAStreet: (*look).moreThanAStreet, letterBehind: (*look).letterBehind, digitsTiedBehind: (*look).digitsTiedBehind, nameTailBehind: (*look).nameTailBehind, capitalBehind: (*look).capitalBehind, partOfOneThing: (*look).partOfOneThing, verbBehind: (*look).verbBehind, finiteVerbBehind: (*look).finiteVerbBehind, governedThing: (*look).governedThing, governedAction: (*look).governedAction, oneKnownThing: (*look).oneKnownThing, behindAModel: (*look).behindAModel, peopleInParts: (*look).peopleInParts,

	largeNumbersAreGrouped: func(l *look) bool { return l.doc.Pack.GroupsThousands },
	labelsByPosition:       func(l *look) bool { return l.doc.Pack.LabelAfterNoun },
	digitsAndVerbsFirst:    func(l *look) bool { return l.doc.Pack.VerbFirst && l.inDigits() },
	ordinalsByPosition:     func(l *look) bool { return l.doc.Pack.OrdinalAfterNoun },
}
