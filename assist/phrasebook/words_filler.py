"""Hedges and fillers: words a sentence says the same without."""

from __future__ import annotations

from assist.phrasebook.rules import parse

__all__ = ["FILLER", "HEDGE"]

FILLER = parse(
    "filler",
    """
    basically =
    essentially = | not-after: not not-only
    actually = | not-after: not what who that @negation | not-before: $ , a the
    literally = | not-after: not
    honestly = | after: ^ ,
    frankly = | after: ^ ,
    quite frankly = | after: ^ ,
    to be honest = | after: ^ ,
    to be frank = | after: ^ ,
    to tell the truth = | after: ^ ,
    in all honesty = | after: ^ ,
    needless to say = | after: ^ ,
    as a matter of fact = | after: ^ ,
    as you may know = | after: ^ ,
    as you know = | after: ^ ,
    as we all know = | after: ^ ,
    as everyone knows = | after: ^ ,
    as is well known = | after: ^ ,
    as already mentioned = | after: ^ ,
    as mentioned above = | after: ^ ,
    as stated above = | after: ^ ,
    as previously mentioned = | after: ^ ,
    as previously stated = | after: ^ ,
    as i said before = | after: ^ ,
    at the end of the day = | after: ^ ,
    when all is said and done = | after: ^ ,
    all things considered = | after: ^ ,
    in a manner of speaking = | after: ,
    so to speak = | after: ,
    as it were = | after: ,
    for what it's worth = | after: ^ ,
    for what it is worth = | after: ^ ,
    in point of fact = | after: ^ ,
    in actual fact = | after: ^ ,
    in fact = | after: ^ ,
    of course = | after: ^ , | not-before: not
    it turns out that = | after: ^
    it so happens that = | after: ^
    the thing is that = | after: ^
    the thing is = | after: ^ | before: ,
    you know = | after: ^ , | before: ,
    i mean = | after: ^ , | before: ,
    well = | after: ^ | before: ,
    very = | not-after: ,
      | not-after: the this that my your his her its our their @negation how so too that by
      | not-before: $ , much few little many same first last best own well end beginning
      | not-before: different nature idea fact least most thing often early late
    really = | not-after: ,
      | not-after: @negation do does did how so what
      | not-before: $ , do does did is are was were not should must
    truly = | not-after: , @negation how yours so | not-before: $ ,
    quite = | not-after: ,
      | not-after: @negation how
      | not-before: $ , a an the some enough as so possible possibly right sure likely
    rather = | not-after: ,
      | not-after: @negation or but would 'd i'd we'd you'd they'd he'd she'd had how
      | not-before: $ , than a an the like
    extremely = | not-after: , @negation how | not-before: $ ,
    incredibly = | not-after: , @negation how | not-before: $ ,
    totally = | not-after: , @negation | not-before: $ ,
    completely = | not-after: , @negation | not-before: $ , new different
    absolutely = | not-after: , @negation | not-before: $ , not no nothing
    definitely = | not-after: @negation | not-before: $ , not no
    certainly = | not-after: @negation ^ | not-before: $ , not no
    obviously = | not-after: not
    simply = | not-after: not put @be ^ | not-before: $ , because put by
    just =
      | not-after: @negation @be ^ or than it's that's but
      | not-before: $ , as like because about after before in over under now then once one two
      | not-before: when for by at so enough
    utterly = | not-after: , @negation | not-before: $ ,
    """,
)

HEDGE = parse(
    "hedge",
    """
    i think that = | after: ^
    i think = | after: ^ | not-before: $ , about of so not it's
    i believe that = | after: ^
    i believe = | after: ^ | not-before: $ , in so not
    i feel that = | after: ^
    i would say that = | after: ^
    i would argue that = | after: ^
    i would suggest that = | after: ^
    i guess = | after: ^ , | not-before: $ so not
    i suppose = | after: ^ , | not-before: $ so not
    we think that = | after: ^
    we believe that = | after: ^
    we feel that = | after: ^
    we would argue that = | after: ^
    it seems that = | after: ^
    it seems to me that = | after: ^
    it seems to us that = | after: ^
    it appears that = | after: ^
    it would seem that = | after: ^
    it would appear that = | after: ^
    it is my opinion that = | after: ^
    it is our opinion that = | after: ^
    it is our belief that = | after: ^
    it is our view that = | after: ^
    it is believed that = | after: ^
    it is generally believed that = | after: ^
    it is generally accepted that = | after: ^
    it can be argued that = | after: ^
    it could be argued that = | after: ^
    it might be said that = | after: ^
    it could be said that = | after: ^
    in my opinion = | after: ^ ,
    in our opinion = | after: ^ ,
    in my view = | after: ^ ,
    in our view = | after: ^ ,
    in my humble opinion = | after: ^ ,
    to my mind = | after: ^ ,
    as far as i know = | after: ^ ,
    as far as i can tell = | after: ^ ,
    as far as we know = | after: ^ ,
    if i am not mistaken = | after: ^ ,
    if i'm not mistaken = | after: ^ ,
    from my point of view = | after: ^ ,
    from our point of view = | after: ^ ,
    more or less = | not-before: $ , a an the than
    in a sense = | after: ^ ,
    in a way = | after: ^ , | before: ,
    in some ways = | after: ^ ,
    to some extent = | before: ,
    to a certain extent = | before: ,
    to a certain degree = | before: ,
    sort of = | not-after: ,
      | not-after: @determiner what which all first same different some right wrong
      | not-before: $ ,
    kind of = | not-after: ,
      | not-after: @determiner what which all first same different some right wrong
      | not-before: $ ,
    somewhat = | not-after: , @negation | not-before: $ , of more less
    fairly = | not-after: , @negation treat treated treats act acted | not-before: $ ,
    relatively = | not-after: , @negation | not-before: $ ,
    arguably = | not-after: not
    presumably = | not-after: not
    conceivably = | not-after: not
    slightly = | not-after: ,
      | not-after: @negation how only
      | not-before: $ , more less better worse different above below over under after before
    possibly = | after: may might could
    perhaps = | after: may might could
    potentially = | after: may might could
    might possibly = might
    could possibly = could
    may possibly = may
    might perhaps = might
    may perhaps = may
    seems to be = is
    seem to be = are
    appears to be = is
    tends to be = is
    tend to be = are
    """,
)
