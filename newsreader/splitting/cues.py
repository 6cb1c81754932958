"""Words that say what a line is, in the languages of most news pages; plain data, lower case, of no one site."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


# Months by their first letters (accents folded): a name counts for the month whose stem it starts with.
MONTHS: dict[str, int] = {
    **dict.fromkeys(("jan", "gen", "ene", "styc", "ian", "янв", "oca", "led", "січ"), 1),
    **dict.fromkeys(("feb", "fev", "lut", "фев", "sub", "şub", "uno", "лют"), 2),
    **dict.fromkeys(("mar", "maart", "mrt", "mrz", "mae", "мар", "bre", "бер"), 3),
    **dict.fromkeys(("apr", "avr", "abr", "kwie", "апр", "nis", "dub", "кві"), 4),
    **dict.fromkeys(("may", "mai", "mei", "maj", "mag", "mayo", "мая", "маи", "kve", "тра"), 5),
    **dict.fromkeys(("jun", "juin", "giu", "czer", "iun", "июн", "haz", "чер"), 6),
    **dict.fromkeys(("jul", "juil", "lug", "lip", "iul", "июл", "tem", "лип"), 7),
    **dict.fromkeys(("aug", "aou", "ago", "sier", "agu", "авг", "srp", "сер"), 8),
    **dict.fromkeys(("sep", "set", "wrz", "сен", "eyl", "zar", "вер"), 9),
    **dict.fromkeys(("oct", "okt", "ott", "out", "paz", "окт", "eki", "rij", "жов"), 10),
    **dict.fromkeys(("nov", "lis", "noi", "ноя", "kas", "лис"), 11),
    **dict.fromkeys(("dec", "dez", "dic", "des", "gru", "дек", "ara", "pro", "гру"), 12),
}
# All names in full, so that `marathon` and `decades` are no months.
MONTH_NAMES = _words(
    """
    january february march april may june july august september october november december januar februar marz
    maerz april mai juni juli august september oktober november dezember janner feber janvier fevrier mars avril
    mai juin juillet aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto
    septiembre setiembre octubre noviembre diciembre gennaio febbraio marzo aprile maggio giugno luglio agosto
    settembre ottobre novembre dicembre januari februari maart mei augustus maj augusti janeiro fevereiro marco
    maio junho julho setembro outubro novembro dezembro desember stycznia lutego marca kwietnia maja czerwca
    lipca sierpnia wrzesnia pazdziernika listopada grudnia jan feb mar apr jun jul aug sep sept oct okt nov dec
    dez mrz mrt janv fevr avr juil gen mag giu lug ago set ott dic ene abr out fev des
    ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie maret agustus
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря январь февраль март апрель
    маи июнь июль август сентябрь октябрь ноябрь декабрь янв фев мар апр июн июл авг сен сент окт ноя дек
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    ocak subat şubat mart nisan mayis mayıs haziran temmuz agustos ağustos eylul ekim kasim kasım aralik aralık
    ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
    """
)
# Words that may stand beside a date on its line.
DATE_WORDS = _words(
    """
    published updated posted first last modified created on at the by date time am pm of monday tuesday
    wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun veroffentlicht
    aktualisiert erstellt stand am um uhr den vom zuletzt montag dienstag mittwoch donnerstag freitag samstag
    sonnabend sonntag mo di mi do fr sa so publie mis a jour le modifie lundi mardi mercredi jeudi vendredi
    samedi dimanche publicado publicada actualizado actualizada el las lunes martes miercoles jueves viernes
    sabado domingo de del pubblicato aggiornato il alle ore lunedi martedi mercoledi giovedi venerdi domenica
    gepubliceerd bijgewerkt op om maandag dinsdag woensdag donderdag vrijdag zaterdag zondag atualizado segunda
    terca quarta quinta sexta feira em as publicerad uppdaterad publisert oppdatert kl local min mins minute
    minutes read
    """
)
UPDATED_WORDS = (
    "updat",
    "modified",
    "aktualisiert",
    "mis à jour",
    "mise à jour",
    "actualizad",
    "aggiornat",
    "bijgewerkt",
    "atualizad",
    "modifié",
    "uppdater",
    "oppdater",
    "opdater",
    "bearbeitet",
    "geändert",
    "обновлен",
    "güncelle",
    "更新",
)
PUBLISHED_WORDS = (
    "publi",
    "posted",
    "first",
    "erschienen",
    "veröffentlicht",
    "erstellt",
    "gepubliceerd",
    "pubblicat",
    "опубликован",
    "公開",
    "配信",
)
ZONES: dict[str, str] = {
    **dict.fromkeys(("z", "utc", "gmt", "wet"), "+00:00"),
    **dict.fromkeys(("bst", "cet", "mez", "west"), "+01:00"),
    **dict.fromkeys(("cest", "mesz", "eet", "sast"), "+02:00"),
    **dict.fromkeys(("eest", "msk"), "+03:00"),
    "jst": "+09:00",
    "aest": "+10:00",
    "aedt": "+11:00",
    "edt": "-04:00",
    **dict.fromkeys(("est", "cdt"), "-05:00"),
    **dict.fromkeys(("cst", "mdt"), "-06:00"),
    **dict.fromkeys(("mst", "pdt"), "-07:00"),
    "pst": "-08:00",
}
# Words for days, and how many days ago they were.
DAYS_AGO: dict[str, int] = {
    **dict.fromkeys(("today", "heute", "aujourd'hui", "aujourd’hui", "hoy", "oggi", "vandaag", "hoje", "idag"), 0),
    **dict.fromkeys(("i dag", "dzisiaj", "dziś", "сегодня", "今日", "just now", "gerade eben"), 0),
    **dict.fromkeys(("yesterday", "gestern", "hier", "ayer", "ieri", "gisteren", "ontem", "igår", "i går"), 1),
    **dict.fromkeys(("wczoraj", "вчера", "昨日", "dün"), 1),
    **dict.fromkeys(("vorgestern", "avant-hier", "anteayer", "eergisteren", "anteontem", "i forgårs"), 2),
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Units of an age by their first letters (accents folded), in seconds.
UNITS: dict[str, int] = {
    **dict.fromkeys(("s", "sec", "sek", "seg", "сек"), 1),
    **dict.fromkeys(("m", "min", "мин"), _MINUTE),
    **dict.fromkeys(("h", "hour", "hr", "stund", "std", "heure", "hora", "ora", "ore", "uur", "timm", "time"), _HOUR),
    **dict.fromkeys(("godz", "час", "saat"), _HOUR),
    **dict.fromkeys(
        ("d", "day", "tag", "jour", "dia", "giorn", "dag", "dog", "dzien", "dni", "дн", "ден", "gun"), _DAY
    ),
    **dict.fromkeys(("w", "week", "woch", "semain", "seman", "settiman", "weken", "veck", "uke", "uge"), 7 * _DAY),
    **dict.fromkeys(("tyg", "tydz", "недел", "hafta"), 7 * _DAY),
    **dict.fromkeys(("month", "monat", "mois", "mes", "maand", "manad", "maned", "mies", "месяц"), 30 * _DAY),
    **dict.fromkeys(("year", "jahr", "an", "ano", "jaar", "ar", "rok", "lat", "год"), 365 * _DAY),
}
# A line that says only how long ago.
AGES = (
    r"(?:just now|now|today|yesterday|heute|gestern|aujourd.hui|hier|hoy|ayer|oggi|ieri|vandaag|gisteren)"
    r"|(?:about |over )?(?:an?|\d+) ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhdw])"
    r"(?: ago)?"
    r"|vor (?:einer?|einem|\d+) (?:minuten?|stunden?|tag(?:en)?|wochen?)|il y a (?:une?|\d+) \w+|hace (?:una?|\d+) \w+"
    r"|(?:\d+|una?) (?:minuti|ore|ora|giorni) fa|(?:\d+|een) (?:minuten|uur|dagen) geleden"
    r"|\d+ ?min(?:ute)?s?\.? read|reading time.*|lesedauer.*|temps de lecture.*"
)

BYLINES = (
    "by|words by|written by|reported by|story by|posted by|published by|analysis by|opinion by|review by|interview by"
    "|text by|report by|compiled by|edited by|from|author|authors|autor|autoren|autorin|autorin/autor|verfasst von"
    "|geschrieben von|von|text|par|écrit par|publié par|por|escrito por|di|scritto da|a cura di|door|geschreven door"
    "|af|av|auteur|auteurs|autore|autores|redactor|автор|текст|yazan|reporter|foto und text|skrevet av|skrevet af|tekst"
    "|kommentar von|ein kommentar von|eine analyse von|analyse von|kolumne von|interview von|gastbeitrag von"
    "|column by|commentary by|guest post by|author of the article|opinión de|une analyse de|kommentar av|tekst og foto"
)
ROLES = _words(
    """
    correspondent reporter editor writer columnist staff journalist producer desk contributor bureau chief
    critic analyst presenter team specialist author photographer director reporters writers correspondents editors
    contributors intern host fellow lecturer professor redakteur redakteurin korrespondent korrespondentin
    reporterin redaktion autor autorin volontär volontärin journaliste journalistin redaction rédaction
    correspondante correspondant envoye envoyé redactor redactora corresponsal redaccion redacción periodista
    redazione inviato redactie verslaggever redacao redação journalist journaliste politikredakteur
    sportredakteur reporterchef
    """
)
# Common given names; a line that begins with one is likelier a person's.
GIVEN_NAMES = _words(
    """
    aaron abby abdul adam adrian agnes ahmed alan albert alberto alejandro aleksandr alessandro alex alexander
    alexandra alexandre alexis alfred ali alice alicia alina alison allison amanda amber amelia amy ana anastasia
    anders andrea andreas andrei andrew andrey andrzej andy angela angelo angus anita anja anke ann anna anne
    annette annie ansgar anthony antje antoine anton antonio april arianna arjun armin arne arnold arthur ashley
    astrid audrey barbara barry bastian beatrice beatriz ben benedikt benjamin bernard bernd bernhard beth bettina
    betty bill birgit björn bob bobby boris brad bradley brandon brenda brent brett brian bridget bruce bruno bryan
    burkhard camila camille carl carla carlo carlos carmen carol carolin carolina caroline carolyn carsten catherine
    cathy cecilia cedric chad charles charlie charlotte chelsea cheryl chloe chris christian christiane christina
    christine christof christoph christophe christopher christy cindy claire clara clare claudia claudio clemens
    colin connor conor constanze corinna corinne cornelia craig cristina cynthia daisy dale damien dan dana daniel
    daniela daniele danielle danny darren dave david dawn dean deborah declan denis denise dennis derek diana diane
    diego dieter dirk dmitri dmitry dominic dominik don donald donna doris dorothy doug douglas dylan eamonn ed
    eddie eduardo edward edwin eileen elaine eleanor elena eli elisabeth elise elizabeth ella ellen emanuel emil
    emilia emilie emilio emily emma enrique eric erica erich erik erika erin ernest esther ethan eugene eva evan eve
    evelyn fabian fabio faith fatima felicia felix fernando finn fiona florian frances francesca francesco francis
    francisco franck frank franz françois fred frederic frederick friederike fritz frédéric gabriel gabriela
    gabriele gareth gary gavin gemma geoff geoffrey georg george georgia gerald gerd gerhard gianni giles gilles
    giorgio giovanni giulia giuseppe gloria gordon grace graeme graham grant greg gregor gregory greta guido
    guillaume guillermo gustav guy hanna hannah hannes hans harald harold harriet harry hasan hassan hayley heather
    hector heidi heike heiko heinrich heinz helen helena helene helmut hendrik henri henrik henry herbert holger
    holly howard hubert hugh hugo ian ibrahim igor ilona imran ines ingo ingrid irene irina iris isabel isabella
    isabelle ivan jack jackie jacob jacqueline jacques jake jakob james jamie jan jane janet janine jared jasmine
    jason jasper javier jay jean jeff jeffrey jenna jennifer jenny jens jeremy jerry jesse jessica jessie jill jim
    jimmy joachim joan joann joanna joanne jochen jodie joe joel johan johann johanna johannes john johnny jon jonas
    jonathan jordan jorge jose josef joseph josh joshua josé joyce juan judith judy julia julian juliane julie
    julien juliet justin jörg jürgen kai karen karin karl karolina karsten kate katharina katharine katherine
    kathleen kathrin kathryn kathy katie katja katrin kay keith kelly ken kenneth kerry kevin kim kimberly kirsten
    klaus konrad konstantin kristen kristin kristina kristine kurt kyle lara larry lars laura lauren laurence
    laurent lea leah lee lena leo leon leonard leonie leslie lewis liam lily lina linda lindsay lindsey lisa liz
    lorenz lorenzo lori louis louisa louise luca lucas lucia lucy luis luisa lukas luke lutz lydia lynn madeleine
    madison magdalena maggie magnus maik malcolm malte manfred manuel manuela marc marcel marcia marco marcus marek
    margaret margarita maria mariana marianne marie marina mario marion marius mark marko markus marlene marta
    martha martin martina mary mateo mathias matias matt matteo matthew matthias matthieu maureen maurice max
    maximilian maya megan mehmet mei melanie melissa mia michael michaela michal michel michele michelle miguel mike
    mikhail mila miles miranda miriam mohamed mohammad mohammed moira molly monica monika morgan moritz muhammad
    mustafa nadia nadine naomi natalia natalie natasha nathan neal neil nelson nicholas nick nico nicola nicolas
    nicole niels nigel nikki nikolai nils nina noah noel nora norbert norman oleg olga oliver olivia olivier omar
    oscar oskar otto owen pablo pamela paola paolo pascal pat patricia patrick patrik paul paula pauline pavel pawel
    pedro peggy penny per pete peter petra phil philip philipp philippe phillip phoebe pierre piotr priya rachael
    rachel rafael rahul rainer raj ralf ralph ramon randy raphael raul ray raymond rebecca regina reinhard renate
    rené ricardo richard rick rita rob robert roberta roberto robin rodrigo roger roland rolf romain roman ron
    ronald rosa rose rosie ross roy ruben rudolf rupert russell ruth ryan sabine sabrina sally sam samantha samir
    samuel sandra sara sarah sascha scott sean sebastian sergei sergey sergio seth shane shannon sharon shaun sheila
    shirley sian silke silvia simon simone sofia sofie sonia sonja sophia sophie stacey stacy stan stefan stefanie
    stefano steffen stella stephan stephanie stephen steve steven stewart stuart sue sunil susan susanna susanne
    suzanne sven svenja sylvia tamara tanja tanya tara tatiana ted teresa terry theresa thomas thorsten tiffany till
    tilo tim timo timothy tina tobias todd tom tomas tommy toni tony torsten tracey tracy travis trevor tyler udo
    ulrich ulrike ursula uta ute uwe valentina valerie vanessa vera verena veronica veronika vicky victor victoria
    viktor vincent viola virginia vivian vladimir volker walter warren wayne wendy werner wilhelm will william
    wolfgang xavier yasmin yolanda yuri yvonne zac zach zachary zoe
    """
)
# Behind these a whole line is the name of a group of writers.
COLLECTIVES = _words(
    "staff desk team bureau newsroom reports redaktion redaction rédaction redazione redacción redactie"
)
# Words that qualify a role in front of it: `A. Name Political Correspondent`.
ROLE_KINDS = _words(
    """
    political politics senior chief deputy assistant associate managing executive sports sport business health
    science crime education foreign world national local news technology tech economics economy environment climate
    culture arts home affairs religion royal lifestyle fashion food travel city metro state legal defense defence
    security media digital online audience trending showbiz entertainment tv film music motoring consumer money
    personal finance financial investigative general special video multimedia live breaking weekend night features
    content contributing global diplomatic whitehall westminster washington europe africa asia middle east north
    south northern us uk ap freelance lead landespolitische politische leitender leitende stellvertretende freier
    freie head data social audience our hub data court courts
    """
)
# Words that are no part of a name: a line with one of them is no list of names.
NOT_NAMES = _words(
    """
    the a an this that is are was were has have will with how why what who when where your our their his her its my
    you we they he she it to into after before over under about against more most read watch see get sign follow
    share subscribe news home menu search contact privacy terms policy cookie cookies comments comment live video
    videos photos photo gallery sports politics business opinion entertainment weather technology health world local
    login account newsletter newsletters podcast podcasts und oder der die das ein eine nicht mehr ist les des une pas
    est que los las una view all show latest trending top stories story image getty images reuters/ advertisement
    print email facebook twitter updated published minutes min hours ago am pm uhr for not no yes new january february
    march april june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday size link url copy permalink related topics topic channel kanal events event shop app apps short time
    reading text edition menü suche start editor's picks deals sale guide guides review reviews recipes games quiz
    crossword crosswords archive archives services service offers jobs careers advertise donate join free premium
    sections section explore discover further next previous back top page site map help settings profile account
    español english deutsch français language toggle close open skip main content article articles
    """
)
# Agencies and the like whose letters stand where a name would.
# Buttons and labels beside bylines, which look like names: no person's has one of these words.
NO_PERSONS = _words(
    """
    sharing buttons button links link social tags tag filed under posted updated published tweet partner content
    release press bookmarked biography bio archive page contributing historian guest columnist columnists follow
    following images commons via expert photo foto bild image immagine teilen kommentare kommentar folgen merken
    abspielen pausieren partager discussion commentaires compartir comentarios condividi commenti redazione
    """
)
AGENCIES = _words(
    "afp ap dpa reuters ani pti ians efe ansa apa sda tass xinhua bloomberg upi kna epd sid ntb tt ritzau pap lusa anp"
    " belga kyodo aap agencies agency agencia agence"
)
CREDITS = (
    "photo credit|picture credit|image credit|photo|photos|picture|pictures|pic|image|photograph|photography"
    "|credit|credits|foto|fotos|bild|bilder|bildquelle|quelle|crédit|crédits|photographie|imagen|crédito|immagine|beeld"
)

# Labels before an inline link: `Read more: …`.
LINK_LABELS = (
    "read more|read also|also read|read next|read|more|more here|see also|see more|see|related|related story"
    "|related article|watch|watch now|watch live|listen|listen now|video|gallery|in pictures|explainer|in depth"
    "|don't miss|must read|recommended|you may also like|more on this"
    "|lesen sie auch|lesen sie mehr|lesen sie hier|mehr zum thema|mehr dazu|auch interessant|mehr|siehe auch"
    "|lire aussi|à lire aussi|à lire|lire|voir aussi|regarder|écouter|sur le même sujet"
    "|lea también|lee también|lea más|leer más|ver también|te puede interesar|mira|vea también"
    "|leggi anche|leggi|guarda|guarda anche|lees ook|lees meer|bekijk ook|leia também|leia mais|veja também"
    "|läs också|läs mer|les også|læs også"
)
# What asks for the whole of a section; its name repeated confirms the heading above it.
SEE_MORE = (
    "see more|see all|view more|view all|show more|show all|read more|more from|more in|more|all|mehr|alle"
    "|mehr anzeigen|alle anzeigen|voir plus|voir tout|voir plus de|tout voir|plus de|ver más|ver todo|ver todos"
    "|vedi tutti|vedi tutto|altro|meer|bekijk alle|alle|ver mais"
)
# Headings of lists of headlines, by their first words.
HEADINGS = (
    "related|most |more |read next|up next|next|latest|trending|popular|top stories|top news|top videos|recommended"
    "|you may also|you might also|don't miss|editor's pick|editors' pick|editor’s pick|from our partner|from around"
    "|around the web|elsewhere|also in|also on|in other news|must read|must-read|what to read|what others"
    "|recent |in this section|in this series|other stories|other news|further reading|keep reading|featured|promoted"
    "|from the web|see also|special report|topics|tags"
    "|mehr |meistgelesen|am meisten|das könnte|auch interessant|weitere|aktuelle|empfehlung|empfohlen|themen|neueste"
    "|lesen sie auch|beliebt|top-themen|schlagzeilen|verwandte"
    "|à lire|lire aussi|les plus|le plus|sur le même|articles similaires|dernières|à la une|à voir|nos |thèmes"
    "|lo más|te puede|te recomendamos|relacionad|últimas|más |noticias relacionadas|temas|artículos"
    "|leggi anche|più letti|i più|correlati|ultime|articoli|potrebbe|argomenti"
    "|lees ook|meest|gerelateerd|leia também|mais lidas|mais |últimas|veja também"
)
# Headings of the article's own tags: they name what it is about and lead to no article.
TAG_HEADINGS = (
    "topics in this|in this story|in this article|filed under|tagged|tags|tagged with|tagged in|related tags|themen in"
    "|schlagworte|schlagwörter|etiquetas|mots-clés|mots clés|tag:|posted in"
)

# Lines of machinery: whole, or how they start.
FURNITURE = _phrases(
    """
    home | menu | search | share | save | print | email | e-mail | copy link | link copied | copied | facebook |
    twitter | x | whatsapp | linkedin | reddit | instagram | youtube | pinterest | telegram | tiktok | flipboard
    | rss | close | open | next | previous | back | skip | play | pause | mute | comments | comment | reply |
    like | report | follow | following | subscribe | sign in | sign up | log in | login | register | my account
    | advertisement | advert | ad | ads | advertising | sponsored | promoted | paid content | article continues
    below | story continues below | continue reading | read full story | loading | loading... | about | about us
    | contact | contact us | corrections | privacy | terms | terms of use | terms of service | terms and
    conditions | privacy policy | cookie policy | cookies | cookie settings | imprint | accessibility | careers
    | help | faq | sitemap | site map | newsletters | newsletter | donate | shop | back to top | return to top |
    top | advertise | advertise with us | show comments | view comments | live tv | share this | share this
    article | share this story | anzeige | werbung | teilen | drucken | merken | vorlesen | kommentare |
    impressum | datenschutz | agb | kontakt | anmelden | abonnieren | suche | suchen | startseite | publicité |
    partager | imprimer | commentaires | mentions légales | se connecter | s'abonner | accueil | recherche |
    publicidad | compartir | comentarios | aviso legal | iniciar sesión | suscríbete | inicio | buscar |
    pubblicità | condividi | commenti | advertentie | delen | reacties | publicidade | compartilhar |
    comentários
    """
)
FURNITURE_STARTS = (
    "listen to this|loading|skip to|share on|share this|share via|sign up|subscribe to|follow us|follow our|get the app"
    "|download the|download our|copyright|©|all rights reserved|we use cookies|this site uses cookies|cookie"
    "|click here|tap here|watch live|enter your email|by signing up|thanks for|thank you for|support our|support us"
    "|become a|join our|join the conversation|have your say|filed under|tagged|posted in|comments are closed"
    "|to continue reading|already a subscriber|view comments|show comments|leave a comment|photo gallery|image gallery"
    "|artikel teilen|jetzt abonnieren|melden sie sich|zum newsletter|folgen sie|alle rechte|bitte aktivieren"
    "|abonnez-vous|inscrivez-vous|tous droits|suivez-nous|suscríbase|síguenos|todos los derechos|iscriviti|home >"
)
# Words of an invitation; a line with one and no full stop is no headline.
INVITATIONS = (
    "sign up",
    "subscribe",
    "newsletter",
    "download our app",
    "all rights reserved",
    "follow us",
    "abonnieren",
)
# Buttons between an article's head and its text.
SHARE_WORDS = _words(
    """
    share save print email bookmark copy link facebook twitter whatsapp teilen merken drucken
    """
)
# Of those buttons all words, in more languages: the nets know the ones above alone.
BUTTON_WORDS = SHARE_WORDS | _words(
    """
    kopieren per e mail partager copier lien imprimer compartir copiar enlace condividi copia delen kopiëren kopiera
    länk dela del kopier lenke
    """
)
# Kinds of articles: above a headline they are its kicker or a label, never a heading.
KINDS = _phrases(
    """
    exclusive | live | video | watch | gallery | opinion | analysis | comment | explainer | breaking | podcast |
    quiz | interview | updated | new | premium | in pictures | picture gallery | photos | audio | review |
    column | letters | editorial | feature | weather | exklusiv | meinung | kommentar | analyse | bildergalerie
    | tribune | reportage | opinión | análisis | galería | opinione
    """
)
# After these the page's own text is over.
ENDINGS = (
    "comments|kommentare|commentaires|comentarios|commenti|reacties|join the conversation|leave a reply|leave a comment"
)

# Words of an age (`3 hours ago`), apart from its number.
AGO = (
    "ago|just now|vor|il y a|hace|fa|geleden|sedan|siden|minute|minutes|min|mins|hour|hours|hrs|day|days|week|weeks"
    "|month|months|year|years|stunde|stunden|minuten|tag|tagen|wochen|heures|jours|horas|días|ore|giorni|uur|dagen"
    "|yesterday|today|gestern|heute|hier|ayer|ieri|gisteren|min read|reading time|lesedauer"
)
# Who speaks of themselves, and who speaks to the reader.
SELF = _words(
    """
    i my me mine we us our ours ich mein meine mir mich wir uns unser unsere je mon ma mes nous notre nos yo mi mis
    nosotros nuestro nuestra io mio noi nostro ik mijn wij ons onze eu meu nós jag min vi vår
    """
)
READER = _words(
    """
    you your yours du dein deine dir ihr euch sie ihre ihnen vous votre vos tu ton tes usted su sus te ti tuo voi
    vostro je jouw uw você seu din ditt
    """
)
