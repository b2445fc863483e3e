"""How common news words are before any news was read, so that the first day is not judged blindly.

Written by hand from what newspapers write about every day, in three bands. It only starts the
count: within a few days of news the stories themselves decide how rare a word is.
"""

from __future__ import annotations

STORIES_ASSUMED = 2000
"""As if so many stories had been read already."""

COMMON_IN_THOUSAND: dict[int, str] = {
    40: """president government state police country world national city home man woman minister house party
        court company million percent deal attack war kill death dead die help plan lead leader public
        group official issue change family work school children american america US u.s. trump russia
        china uk london washington york ukraine israel india big high hold show start call return face hit
        team win game play season late early life top power open end set move warn announce expect claim
        deny accuse follow continue include release support best need want look find give know think
        believe tell ask keep turn run begin bring right left good long old young great part place number
        case point way thing member head hour night morning billion dollar price market""",
    15: """arrest charge murder shoot fire crash injured victim suspect officer crime jail prison sentence
        trial judge lawyer law legal lawsuit investigation investigate probe authority security safety
        force military army soldier troop strike missile drone bomb explosion blast conflict peace talk
        meeting meet visit agree agreement ceasefire hostage crisis emergency disaster storm flood weather
        rain snow heat earthquake rescue evacuate airport flight plane train car road vehicle driver
        traffic health hospital doctor patient disease virus medical drug cancer study research scientist
        university student teacher education college election vote voter campaign candidate poll
        parliament senate congress bill policy opposition democrat republican prime mayor governor
        secretary spokesman statement reform budget tax economy economic growth inflation rate interest
        bank stock share investor trade tariff export import oil gas energy fuel electricity business
        industry firm chief executive ceo worker job union pay wage cost sale customer product service
        market profit loss revenue quarter forecast technology tech app online internet site data digital
        phone apple google microsoft facebook film movie star music singer song album actor award show tv
        television book art museum festival fan club match coach player football goal cup league champion
        championship final score win defeat victory race olympic sport record history future global
        international local community resident area region border north south east west northern southern
        eastern western island river sea water ocean mountain street town village district county center
        centre building church wall british britain english england european europe eu france french
        german germany italy spain canada canadian australia australian japan japanese chinese russian
        ukrainian israeli palestinian gaza iran iranian iraq syria pakistan indian korea korean african
        africa mexico brazil turkey california texas florida un""",
    6: """reveal reject confirm consider cut cause raise rise fall drop slip jump surge climb gain grow slow
        stop close break hurt threat threaten fear worry hope risk concern concerned anger protest rally
        march demonstrate demand urge criticise criticize condemn praise defend blame apologise apologize
        admit vow pledge promise propose launch create build develop push pull fight beat battle challenge
        struggle suffer survive save lose miss fail pass approve block ban limit order sign join leave
        quit resign fire hire appoint name nominate replace retire elect seek search discover spot watch
        hear feel speak talk write publish post share send receive offer buy sell spend fund donate invest
        own control manage operate serve provide deliver reach stay stand sit live travel walk drive fly
        land burn destroy damage collapse trap hide steal rob rape abuse assault stab gun weapon knife car
        truck bus boat ship dog cat animal fish bird tree food restaurant drink eat cook hotel tourist
        holiday christmas summer winter spring weekend birthday wedding marry baby mother father parent
        son daughter brother sister wife husband friend couple girl boy kid teen teenager adult elderly
        person citizen migrant immigrant refugee immigration visa black white red blue green gold key
        major new free full real final strong weak hard easy fast poor rich safe serious deadly fatal huge
        massive large small little short low average special private federal foreign domestic general
        central royal king queen prince princess pope church religious muslim christian jewish catholic
        human rights freedom justice climate environment pollution carbon planet space nasa earth moon sun
        science analysis opinion comment letter question answer reason result effect impact move step
        effort project program programme system process role position decision action response reaction
        message warning detail evidence information source document email video image picture media press
        newspaper journalist reporter interview debate speech conference summit event ceremony celebration
        anniversary moment date period decade century""",
}
"""Words by how many of a thousand stories have them, roughly; the first band that names a word counts."""
