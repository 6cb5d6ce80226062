"""Casual words and the formal ones for them; connections for formal texts."""

from __future__ import annotations

from assist.phrasebook.rules import parse

__all__ = ["CONNECTION", "FORMAL"]

FORMAL = parse(
    "formal word",
    """
    to = in order to | after: ^ | before: @base
    more = additional | before: time information work data details help funding support money
      | before: resources staff people | not-after: even much far no any
    soon = shortly | before: $ , be | not-after: as too very so
    now = currently | after: is are am
    only = solely | after: is are was were | not-before: # a an one two three
    often = frequently | not-after: how so more
    again = once more | before: $ ,
    each other = one another
    because of = owing to | not-after: not is was it's only just partly largely simply
    many = numerous | before: people teams users ways things problems questions changes ideas
      | before: reasons options examples cases companies readers writers documents
      | not-after: how so too as very the so these those
    most people = the majority of people
    almost = nearly | not-before: no never nothing
    whole = entire | after: the a our their | not-before: $ , of thing number numbers point
    so that = in order that | not-after: ^
    questions about = questions regarding
    question about = question regarding
    information about = information regarding
    discussion about = discussion concerning
    details about = details of
    concerns about = concerns regarding
    comments about = comments on
    verb? think that = consider that
    verb? think = consider | before: it
    verb? ask = enquire | before: whether if
    verb? try = attempt | before: to
    verb? like = appreciate | before: the this our your that how
    verb? choose = select | before: the a an
    verb? get = obtain | before: more
    verb? send = forward | before: the it you them
    verb? stop = cease | before: $ ,
    verb? start = begin | before: the a our this to
    verb? finish = complete | before: the a our this it
    verb? work together = collaborate
    verb? happen = occur | not-before: to
    verb? ask = request | before: a
    verb? keep = maintain | before: their its our
    verb? grow = increase | before: $ , by
    verb jump = leap
    verb join = participate in | before: the our this
    verb save = economise on | before: money
    good = satisfactory | after: is are was were | before: $ ,
    hard = difficult | after: is are was were it's very too so
    easy = straightforward | after: is are was were it's very too so | not-before: to
    clear = evident | after: it's is | before: that
    smart = intelligent
    happy to = pleased to
    happy with = satisfied with
    sad = regrettable | after: is was it's
    wrong = incorrect | after: is are was were a
    right = correct | after: is are was were | before: $ ,
    quick = rapid | not-before: $ , to
    lazy = idle
    verb find out = establish
    verb look into = investigate
    verb look at = examine | not-before: it this me us you
    verb look for = seek
    verb look after = care for
    verb set up = establish | not-before: for by , $ is was
    verb carry out = conduct
    verb point out = note
    verb deal with = address
    verb get rid of = eliminate
    verb get in touch with = contact
    verb get better = improve
    verb get worse = deteriorate
    verb get bigger = grow
    verb get back to = reply to
    verb get = receive | before: feedback comments replies questions money funding support
    verb get = obtain
      | before: permission approval results access information data a the
      | after: to can could will would i we you they
    verb think about = consider | not-after: you
    verb think of = consider | before: it this that these the
    verb talk about = discuss | not-before: #
    verb talk to = speak with
    verb go up = increase | not-before: to the a in
    verb go down = decrease | not-before: to the a in
    verb go over = review | before: the this these our your it them
    verb go through = review | before: the each every all our your
    verb go ahead with = proceed with
    verb go on = continue | before: $ with for to
    verb go back = return
    verb keep on = continue | not-after: @be | not-before: @determiner track file record to
    verb keep up = maintain | before: the our this
    verb keep = retain | before: the a copy records all
    verb give up on = abandon
    verb give up on = abandon
    verb give up = abandon | before: this that these their our the
    verb give back = return
    verb give = provide | before: feedback support information advice examples guidance
    verb hand in = submit | not-after: by at on in
    verb hand out = distribute
    verb hand over = transfer
    verb turn in = submit
    verb turn down = decline
    verb turn out to be = prove to be
    verb take on = accept | before: the this more new
    verb take over = assume | before: the this
    verb take part in = participate in
    verb take place = occur
    verb take care of = attend to
    verb come up with = devise
    verb come up = arise | before: $ , in during
    verb come back = return
    verb come across = encounter
    verb bring up = raise
    verb bring in = introduce | before: the a new
    verb bring together = assemble
    verb put off = postpone
    verb put together = compile
    verb put up with = tolerate
    verb put forward = propose
    verb put in place = implement
    verb figure out = determine
    verb work out = determine | before: how what why whether when where who which the
    verb sort out = resolve
    verb speed up = accelerate
    verb slow down = decelerate | before: the our this
    verb cut down on = reduce
    verb cut back on = reduce
    verb cut down = reduce | before: the our
    verb make up for = compensate for
    verb make up = constitute | before: the a most about
    verb make sure that = ensure that
    verb make sure = ensure | before: that we you they the it this all everyone
    verb make better = improve
    verb check out = examine
    verb check with = consult
    verb check = verify | before: that whether the each all
    verb leave out = omit
    verb show up = appear | before: $ , at in
    verb show off = display
    verb show that = demonstrate that
    verb show how = demonstrate how
    verb run into = encounter
    verb run out of = exhaust
    verb call off = cancel
    verb call for = require | before: a an the more
    verb ask for = request
    verb ask about = enquire about
    verb sum up = summarise
    verb break down = analyse | before: the
    verb fill in = complete | before: the this a your
    verb fill out = complete | before: the this a your
    verb find = identify | before: problems errors mistakes solutions
    verb fix = correct | before: the this these any all a errors mistakes problems bugs
    verb help with = assist with
    verb want to = wish to | not-after: don't doesn't didn't not
    verb try to = attempt to
    verb try out = test
    verb start with = begin with
    verb start to = begin to
    verb? start = commence | before: $ , on in at next | not-after: get gets got getting
    verb? end = conclude | before: $ , with on at | not-after: get gets got up
    verb? need = require | not-before: to $ , for not
    verb? show = demonstrate | before: how why that what the a our their
    verb tell us about = inform us about
    verb tell us that = inform us that
    verb tell you about = inform you about
    verb tell you that = inform you that
    verb tell them about = inform them about
    verb tell them that = inform them that
    verb tell me about = inform me about
    verb tell me that = inform me that
    verb? buy = purchase
    verb build on = extend | before: the this our
    verb stick to = adhere to
    verb back up = support
    verb settle on = select
    verb pick = select | before: the a one
    verb ring = telephone | before: us you them me
    verb double-check = verify
    let us know = inform us
    let you know = inform you
    let them know = inform them
    lets you = allows you to
    lets us = allows us to
    lets them = allows them to
    about = approximately | before: #
      | not-after: talk talks talked talking know knows knew think thinks thought hear heard read
      | not-after: write writes wrote ask asks asked learn said say says worry care all what how
    around = approximately | before: #
      | not-after: talk talks talked talking know knows knew think thinks thought hear heard read
      | not-after: write writes wrote ask asks asked learn said say says worry care all what how
    enough = sufficient
      | after: have has had with without get need provide there's is are
      | not-before: to $ , of
    a lot more = considerably more
    a lot less = considerably less
    a lot better = considerably better
    a lot of time = considerable time | not-after: quite such
    a lot of work = considerable work | not-after: quite such
    a lot of effort = considerable effort | not-after: quite such
    a lot of people = many people | not-after: quite such
    lots of people = many people
    lots of = numerous
      | before: people teams users ways things problems questions changes ideas reasons options
      | before: examples others
    plenty of = ample | before: time space room evidence support
    loads of = numerous
      | before: people teams users ways things problems questions changes ideas reasons options
      | before: examples
    a bunch of = several
    a bit of = some
    a bit = somewhat | not-before: $ , of
    a little bit = somewhat | not-before: $ , of
    kind of = somewhat | after: is are was were
    pretty = fairly | after: is are was were a it's that's | not-before: $ , and
    really = particularly | after: is are was were a it's that's | not-before: $ , do did
    big = substantial
      | before: change changes difference differences part improvement improvements impact
      | before: effect increase problem problems risk risks step
    bigger = greater
    biggest = greatest | before: problem risk challenge change difference
    good = favourable | before: result results outcome outcomes feedback
    bad = adverse | before: effect effects result results outcome outcomes
    huge = considerable
      | before: change changes difference amount effort impact effect increase problem risk
    tough = demanding
    fast = rapid | before: growth change changes progress
    right away = immediately
    straight away = immediately
    at once = immediately | not-after: all
    right now = at present
    so far = to date | not-after: ^
    from now on = henceforth
    these days = at present
    sooner or later = eventually
    in the end = ultimately
    in the meantime = meanwhile
    most of the time = generally
    all the time = constantly
    again and again = repeatedly
    over and over = repeatedly
    once in a while = occasionally
    now and then = occasionally
    mostly = primarily
    mainly = primarily
    maybe = perhaps
    anyway = in any case | after: ^
    besides = moreover | after: ^ | before: ,
    ok = acceptable | after: is are was were be it's that's
    okay = acceptable | after: is are was were be it's that's
    kids = children
    kid = child
    thanks for = thank you for | after: ^
    thanks = thank you | after: ^
    thanks a lot = thank you very much | after: ^
    sorry for = apologies for | after: ^
    sorry about = apologies for | after: ^
    we're sorry for = we apologise for
    we are sorry for = we apologise for
    thing to do = task
    noun boss = supervisor
    stuff = material
    sadly = regrettably | after: ^
    luckily = fortunately
    hard to = difficult to | after: is are was were it's be too very
    easy to = straightforward to | after: is are was were it's be
    noun chance = opportunity | before: to
    noun drawback = disadvantage
    noun downside = disadvantage
    noun upside = advantage
    the whole = the entire | not-before: $ , of is was thing point
    at the moment = at present
    have the right to = are entitled to | after: you they we people users members
    can we = could we | after: ^
    help = assistance | after: your his her their our | before: with in
    kept = retained | after: be | before: for
    not later than = no later than
    let me know = please let me know | after: ^ | before: what whether if how when
    purchased = acquired | after: be been was were
    send me = let me have | before: the a your
    as you may know = as you may be aware | after: ^
    in today's world = nowadays | after: ^
    i have attached = I enclose | after: ^
    """,
)

CONNECTION = parse(
    "connection",
    """
    but = however, | after: ^ | before: @clause
    so = therefore, | after: ^ | before: @clause | not-before: that many all
    also = in addition | after: ^
    plus = in addition, | after: ^ | before: @clause
    and = furthermore, | after: ^ | before: @clause
    still = nevertheless | after: ^ | before: ,
    even so = nevertheless | after: ^
    then = subsequently, | after: ^ | before: @clause
    after that = subsequently | after: ^ | before: ,
    first = firstly | after: ^ | before: ,
    second = secondly | after: ^ | before: ,
    third = thirdly | after: ^ | before: ,
    first of all = firstly | after: ^ | before: ,
    to start with = firstly | after: ^ | before: ,
    to sum up = in summary | after: ^ | before: ,
    in short = in summary | after: ^ | before: ,
    all in all = overall | after: ^ | before: ,
    because of this = for this reason | after: ^
    that's why = for this reason, | after: ^ | before: @clause
    that is why = for this reason, | after: ^ | before: @clause
    this is why = for this reason, | after: ^ | before: @clause
    on top of that = moreover | after: ^
    on top of this = moreover | after: ^
    what's more = moreover | after: ^
    what is more = moreover | after: ^
    at the same time = concurrently | after: ^ | before: ,
    on the other hand = by contrast | after: ^ | before: ,
    in other words = that is | after: ^ | before: ,
    like i said = as noted | after: ^
    as i said = as noted | after: ^
    for one thing = in the first place | after: ^ | before: ,
    """,
)
