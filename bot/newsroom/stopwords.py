"""Words too common to tell one piece of news from another, for the languages read most."""

from __future__ import annotations

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """http https www com html
        a about above after again against all almost also although am among an and another any are aren't
        as at away back be became because become been before being below between both but by came can
        can't cannot come could couldn't did didn't do does doesn't doing don't done down during each
        either else even ever every few for from further get gets getting go goes going gone got had
        hadn't has hasn't have haven't having he he's her here hers herself him himself his how however i
        if in into is isn't it it's its itself just least less let like made make makes making many may me
        might more most much must my myself near neither no nor not now of off often on once one only onto
        or other our ours ourselves out over own per perhaps put rather s said same say saying says see
        seen she she's should shouldn't since so some still such t take takes than that that's the their
        theirs them themselves then there there's these they they're this those though through to together
        told too took toward towards two under until up upon us use very via was wasn't way we we're well
        went were weren't what when where whether which while who whom whose why will with within without
        won't would wouldn't year years yet you you're your yours yourself according amid around ago day
        days first last new news people three time today tomorrow week weeks yesterday month months monday
        tuesday wednesday thursday friday saturday sunday live update updates watch video photos read
        report reports reported reportedly updated january february march april june july august september
        october november december gmt utc""".split(),
    ),
    "fr": frozenset(
        """a à afin ai ainsi alors après as au aucun aussi autre autres aux avaient avait avant avec avoir ce
        cela celle celui ces cet cette ceux chez comme contre d dans de depuis des deux dit donc dont du
        elle elles en encore entre est et était étaient été être eu eux fait faire font hier il ils j jour
        jours je jusqu l la le les leur leurs lors lui l'on m ma mais me mes moins mon n ne ni nos notre
        nous on ont ou où par pas pendant peu peut plus pour pourquoi près qu quand que quel quelle qui sa
        sans se selon sera ses si son sont sous sur ta tandis te tous tout toute toutes très tu un une
        vers voici vos votre vous y an ans lundi mardi mercredi jeudi vendredi samedi dimanche direct
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre""".split(),
    ),
    "de": frozenset(
        """ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits
        bis bin bist da dabei damit dann das dass dein dem den denn der des dessen die dies diese diesem
        diesen dieser doch dort du durch ein eine einem einen einer eines er erst es etwas euch für gegen
        gegenüber gibt hab habe haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
        im immer in ins ist ja jede jeder jetzt kann kein keine können laut man mehr mein mit muss nach
        nachdem nicht nichts noch nun nur ob oder ohne schon sehr sei seien sein seine seinem seinen
        seiner seit sich sie sind so soll sollen sowie über um und uns unter vom von vor war waren was
        weil weiter wenn wer werden wie wieder will wir wird wurde wurden zu zum zur zwei zwischen jahr
        jahre jahren tag tage uhr montag dienstag mittwoch donnerstag freitag samstag sonntag januar
        februar märz april mai juni juli august september oktober november dezember""".split(),
    ),
    "es": frozenset(
        """a al algo ante antes aquí así aún año años bajo cada como con contra cual cuando cuál de del desde
        día días donde dos durante e el él ella ellos en entre era es esa ese eso esta está están estas
        este esto estos fue fueron ha había han hasta hay hoy la las le les lo los más me mi mientras muy
        ni no nos o otra otro otros para pero poco por porque qué que quien se sea según ser si sí sido
        sin sobre son su sus también tan tanto te tiene tienen todo todos tras tu un una uno unos y ya yo
        lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio
        agosto septiembre octubre noviembre diciembre""".split(),
    ),
    "pt": frozenset(
        """a à ainda ano anos antes ao aos apenas após as às até com como contra da das de dela dele depois
        desde dia dias do dois dos durante e é ela ele eles em entre era essa esse esta está estão este eu
        foi foram há hoje isso isto já lhe mais mas me mesmo muito na não nas nem no nos num numa o onde
        os ou para pela pelas pelo pelos por porque qual quando que quem são se segundo sem ser será seu
        seus sobre sua suas também tem têm todo todos um uma uns você segunda terça quarta quinta sexta
        sábado domingo feira janeiro fevereiro março abril maio junho julho agosto setembro outubro
        novembro dezembro""".split(),
    ),
}
"""By ISO 639-1 code. Where a language has no list, rarity in the news of the day does the work alone."""
