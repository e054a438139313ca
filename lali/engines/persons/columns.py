"""What the columns of a file of persons mean: from their headings, else from what stands in them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lali.engines.names import folded

from . import contents


class Role(StrEnum):
    """What a column holds."""

    ID = "id"
    FIRST = "first name"
    MIDDLE = "middle name"
    LAST = "last name"
    FULL = "full name"
    ALIAS = "other name"
    BORN = "date of birth"
    BORN_DAY = "day of birth"
    BORN_MONTH = "month of birth"
    BORN_YEAR = "year of birth"
    AGE = "age"
    PARENT = "parent"
    SEX = "sex"
    NATIONALITY = "nationality"
    DOCUMENT = "document"
    PHONE = "phone"
    HANDLE = "handle or e-mail"
    PLATFORM = "platform"
    PAYMENT = "wallet or bank account"
    PLACE = "place"
    POSTCODE = "postcode"
    ADDRESS = "address"
    OCCUPATION = "occupation"
    SEEN = "date of the record"


NAMES = (Role.FIRST, Role.MIDDLE, Role.LAST, Role.FULL, Role.ALIAS)
SAID = {  # headings as they are compared: folded, words apart
    Role.ID: "id|unique id|uid|rec id|record id|row id|person id|ref|reference|no|number|identifiant|ma|ma so|key|index"
    "|recid|rowid|uuid|guid|case no|record number|record no|n|n o|nr|num|numero|case|ref no|reference no|file no|stt"
    "|case ref|case reference|case ref no|case number|ref number|reference number"
    "|so thu tu|n dossier|no dossier|numero de dossier|dossier|serial|serial no|sn|s n|编号|序号",
    Role.FIRST: "first name|first|firstname|given name|given names|given|givenname|forename|forenames|fname|prenom"
    "|prenoms|christian name|ten|ten goi|nombre|nombres|vorname|first names|fore name|name first|imya|primeiro nome",
    Role.MIDDLE: "middle name|middle names|middle|middlename|mname|ten dem|ten lot|second name|deuxieme prenom|initials"
    "|patronymic|name middle|middle initial|mi",
    Role.LAST: "last name|last|lastname|surname|surnames|family name|family|familyname|lname|sname|nom|nom de famille"
    "|ho|apellido|apellidos|nachname|maiden name|sur name|name last|nom de naissance|sobrenome|familia|second surname",
    Role.FULL: "full name|fullname|name|names|person name|person|nom complet|nom et prenom|nom prenom|ho ten|ho va ten"
    "|nem|nama|complete name|name of person|subject name|suspect name|victim name|display name|yaca|naam|naam pura"
    "|nom et prenoms|nom prenoms|noms et prenoms|nom s et prenom s|prenom et nom|prenoms et nom|nom s prenom s"
    "|姓名|名字|nombre completo|whole name"
    "|subject|suspect|victim|worker name|applicant name|customer name|passenger name"
    "|legal name|account name|holder|name full|person full name|naem|yaca taucoko|client name|member name"
    "|employee name"
    "|person of concern|accused|accused name|accused person|name of accused|arrestee|detainee"
    "|person arrested|passenger|passengers|pax|pax name|applicant|crew member|name of crew|seafarer"
    "|name as given|name given|name in passport|name as in passport|name as per passport|patient|resident"
    "|beneficiary|survivor|pupil|student|student name|pupil name|ho ten hoc sinh|ho va ten hoc sinh"
    "|hoc sinh|nguoi lao dong|ho ten nguoi lao dong|nom de l eleve|eleve|passager|passagers|beneficiaire"
    "|requerant|demandeur|mis en cause|prevenu|detenu|noms|worker|workers|guest|guest name",
    Role.ALIAS: "alias|aliases|aka|also known as|known as|nickname|nick name|other name|other names|surnom|bi danh"
    "|alias name|nick|pseudonym|former name|previous name|nom d usage|street name|preferred name|ten khac"
    "|alternate name"
    "|alternative name|a k a|name alias"
    "|also called|called|goes by|dit|dite|usual name|nom usuel",
    Role.BORN: "dob|date of birth|birth date|birthdate|born|born on|birthday|d o b|date de naissance|ngay sinh|ne le"
    "|ne e le|nee le|naissance|birth|fecha de nacimiento|geburtsdatum|birth dt|dateofbirth|date birth|dt of birth"
    "|dob date|bdate|date naissance|ngay thang nam sinh|siga ni sucu|janm tithi|data de nascimento"
    "|date et lieu de naissance|date and place of birth|出生日期|生日",
    Role.BORN_DAY: "birth day|dob day|day of birth|day birth|bd|born day|dd|dob d|jour de naissance|dobd",
    Role.BORN_MONTH: "birth month|dob month|month of birth|bm|born month|mm|dob m|mois de naissance|dobm",
    Role.BORN_YEAR: "year of birth|birth year|yob|born year|annee de naissance|nam sinh|birthyear|dob year|by|year born"
    "|dob y|yearofbirth|year birth|doby|born in",
    Role.AGE: "age|ages|age years|age in years|tuoi|edad|alter|yabaki|umar|yia",
    Role.PARENT: "father|father name|fathers name|father s name|mother|mother name|mothers name|mother s name|parent"
    "|parents|parent name|parents name|name of father|name of mother|nom du pere|nom de la mere|pere|mere|nom pere"
    "|nom mere|nom et prenom du pere|nom et prenom de la mere|filiation|ho ten cha|ho ten me|ho va ten cha|ho va ten me"
    "|ten cha|ten me|cha|s o|d o|son of|daughter of|guardian|guardian name|father or guardian|tama|tina|tamana|tinana"
    "|ho ten bo|ho va ten bo|ten bo|ho ten bo me|ho va ten bo me|ho ten phu huynh|phu huynh|bo|me"
    "|nom des parents",
    Role.SEX: "sex|gender|sexe|genre|gioi tinh|sexo|geschlecht|m f|性别"
    "|nam nu|h f|f m|sexe h f|homme femme|male female|man woman",
    Role.NATIONALITY: "nationality|citizenship|country of citizenship|nationalite|quoc tich|country of birth|nat"
    "|nationality code|country of origin|citizen|birth country|country|pays|origin|passport country|issuing country"
    "|ethnicity|nacionalidad|nationalities|国籍"
    "|pays d origine|ressortissant de|ressortissante de|ressortissant e de|citizen of|national of|nuoc",
    Role.DOCUMENT: "passport|passport number|passport no|document|document number|document no|doc no|doc number|doc id"
    "|id number|id no|id card|national id|nin|ssn|soc sec id|social security number|tin|identity number|nin number"
    "|passeport|numero de passeport|cccd|cmnd|so cccd|so cmnd|ho chieu|so ho chieu|id document|identity card|licence"
    "|driver licence|driving licence|voter id|fnpf|numero de document|passport num|document id|national id number|nid"
    "|travel document|id card number|license|nhs number|nhs no|tax id|national identity|identity document|passportno"
    "|medicare|drivers license|document num|doc|so giay to|visa no|visa number|护照|护照号码|护照号|身份证|身份证号"
    "|doc nbr|document nbr|passport nbr|ppt|ppt no|pp no|pp number|travel doc|travel doc no",
    Role.PHONE: "phone|phone number|telephone|tel|mobile|mobile number|cell|cell phone|phone no|contact number|msisdn"
    "|dien thoai|so dien thoai|sdt|whatsapp|telefon|portable|viber|mobile phone|phone1|phone2|contact no|tel no|sim"
    "|phones|phone numbers|电话|手机"
    "|home phone|work phone|fon|contact|numero de telephone|telefono|mobile no|contact phone|phonenumber|phone mobile"
    "|call back on|call back|callback|callback number|contact no s|reachable at|a joindre au"
    "|numero a rappeler",
    Role.HANDLE: "handle|username|user name|user|email|e mail|email address|mail|screen name|account|facebook|telegram"
    "|instagram|twitter|tiktok|courriel|adresse e mail|online name|social media|skype|profile|login|wechat|zalo"
    "|emailaddress|account handle|facebook name|social handle|email id|contact email|line id",
    Role.PLATFORM: "platform|social network|app|site|service|network|reseau|reseau social|plateforme|nen tang"
    "|mang xa hoi|account type|source platform",
    Role.PAYMENT: "wallet|wallet address|bank account|bank account number|account number|iban|bitcoin|btc|usdt|tron|eth"
    "|ethereum|crypto|crypto wallet|vi|vi dien tu|so tai khoan|tai khoan ngan hang|compte bancaire|rib|portefeuille"
    "|mpaisa|m paisa|mycash|paypal|payment account|account no",
    Role.PLACE: "place|city|town|village|birth place|place of birth|birthplace|suburb|lieu de naissance|ville|lieu"
    "|noi sinh|location|residence|home town|hometown|locality|koro|district|lieu naissance|que quan|island|province"
    "|municipality|ples|tinh|thanh pho|gaon|place birth|home village|home island|commune|birth city|town city"
    "|xa|thon|lang|ap|huyen|phuong"
    "|thon xom|xom|where|lives in|settlement|village or settlement",
    Role.POSTCODE: "postcode|post code|zip|zip code|postal code|code postal|postcode fake|pin code|pincode|zipcode|plz"
    "|postal",
    Role.ADDRESS: "address|street|address 1|address 2|street address|adresse|dia chi|street number|address line 1"
    "|address line 2|road|rue|house number|home address|street name and number|addr|address1|address2|line1|line2"
    "|current address|last known address|residential address|地址|住址"
    "|residing at|resides at|lives at|domicile|domicilie a|demeurant|demeurant a|cho o|noi o|thuong tru"
    "|tam tru|present address|permanent address|residence address",
    Role.SEEN: "date|date of arrest|arrest date|date of interview|interview date|date of record|date recorded|date seen"
    "|registration date|date of registration|registered on|date of intake|intake date|admission date|date of admission"
    "|arrival date|date of arrival|date reported|report date|call date|date of call|date time|when|recorded on"
    "|date d entree|date d arrivee|date d enregistrement|date de l entretien|date d interpellation|date d admission"
    "|ngay ghi|ngay dang ky|ngay vao|ngay tiep nhan|ngay den",
    Role.OCCUPATION: "occupation|job|profession|job title|metier|nghe nghiep|work|employment|trade|wok|employer|company"
    "|role",
}
_ROLES = {said: role for role, headings in SAID.items() for said in headings.split("|")}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ELIDED = re.compile(r"\b([dl])['’](?=\w)", re.IGNORECASE)  # date d'entrée
_NOISE_WORDS = "fake text str clean cleaned std raw orig original value field col column the person's persons"
_NOISE = frozenset(_NOISE_WORDS.split())


class ColumnsUnclear(Exception):
    """The columns do not say enough to compare persons; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column plays which role, in the order of the file; what is in no role is not used."""

    roles: tuple[tuple[str, Role], ...]
    unused: tuple[str, ...]

    def of(self, role: Role) -> list[str]:
        """The columns in a role."""
        return [column for column, its in self.roles if its is role]

    def has(self, role: Role) -> bool:
        """Whether any column plays the role."""
        return any(its is role for _column, its in self.roles)

    @property
    def are_accounts(self) -> bool:
        """Whether the rows are accounts rather than people: a platform, or handles without births and documents."""
        return self.has(Role.PLATFORM) or (
            self.has(Role.HANDLE)
            and not any(map(self.has, (Role.BORN, Role.BORN_YEAR, Role.DOCUMENT, Role.SEX, Role.LAST, Role.ADDRESS)))
        )

    @property
    def sentence(self) -> str:
        """What was understood, for people."""
        said = ", ".join(f"{column} = {role}" for column, role in self.roles) or "nothing"
        unused = f" Not used: {', '.join(self.unused)}." if self.unused else ""
        numbered = "" if self.of(Role.ID) else " Records are named by their number in the file: 1 is the first one."
        return f"Understood: {said}.{unused}{numbered}"


def understood(
    headings: Sequence[str],
    *,
    samples: Mapping[str, Sequence[str]],
    chosen: Mapping[str, str] | None = None,
    truth: str | None = None,
) -> Columns:
    """The role of each column.

    `samples` holds some values of each column; `chosen` gives columns their roles by hand (a Role's value or name, ""
    for not used); `truth` is never compared. Raises ColumnsUnclear when a choice names no column or role, or when
    fewer than two things could be compared.
    """
    by_hand = _choices(headings, chosen or {})
    roles: dict[str, Role] = {}
    for heading in headings:
        if heading == truth:
            continue
        role = by_hand[heading] if heading in by_hand else _read(heading, samples.get(heading, ()))
        if role is not None:
            roles[heading] = role
    _one_id(roles, headings, samples, by_hand)
    _name_by_content(roles, headings, samples, by_hand, truth)
    _second_name(roles, by_hand)
    _one_day_of_the_record(roles)
    unused = tuple(heading for heading in headings if heading not in roles and heading != truth)
    columns = Columns(tuple(roles.items()), unused)
    _check(columns)
    return columns


def _choices(headings: Sequence[str], chosen: Mapping[str, str]) -> dict[str, Role | None]:
    named = {folded(role.value): role for role in Role} | {folded(role.name.replace("_", " ")): role for role in Role}
    choices: dict[str, Role | None] = {}
    for column, role in chosen.items():
        if column not in headings:
            raise ColumnsUnclear(f"There is no column {column}. The file has: {', '.join(headings)}.")
        said = _words(role)
        if said and said not in named and said not in _ROLES:
            raise ColumnsUnclear(f"{role} is no role. Roles are: {', '.join(one.value for one in Role)}.")
        choices[column] = (named.get(said) or _ROLES.get(said)) if said else None
    return choices


def _words(heading: str) -> str:
    return folded(_ELIDED.sub(r"\1 ", _CAMEL.sub(" ", heading)))


def any_told(headings: Iterable[str]) -> bool:
    """Whether any of the headings says by itself what its column holds."""
    return any(_by_heading(heading) is not None for heading in headings)


def _read(heading: str, values: Sequence[str]) -> Role | None:
    """The role that a heading says, unless what stands there is something else; else the one that its values show."""
    role = _by_heading(heading)
    if role is None:
        return None if _is_of_others(_words(heading)) else _by_content(values)
    holds_another = _HOLD_ANOTHER.get(role)
    return None if holds_another is not None and holds_another(values) else role


_HOLD_ANOTHER: dict[Role, Callable[[Sequence[str]], bool]] = {
    Role.DOCUMENT: contents.is_no_document,
    Role.PHONE: contents.is_no_phone,
    Role.PLATFORM: contents.is_no_platform,
}
_OF_OTHERS = (  # people whom a register names beside its own
    "sponsor sponsors recruiter recruiters recruteur agent agents officer officers escort witness informant complainant"
    " interviewer interpreter garant temoin enqueteur interprete agency employers employeur"
)
_OF_DAYS = "expiry expires expire expiration issue issued valid validity delivre delivrance validite"  # of a document
_OTHERS = frozenset(f"{_OF_OTHERS} {_OF_DAYS}".split())


def _is_of_others(words: str) -> bool:
    """Whether a heading is of somebody else than the record's person, or of the days of a document."""
    return bool(set(words.split()) & _OTHERS)


def _by_heading(heading: str) -> Role | None:
    words = _words(heading)
    if words in _ROLES:
        return _ROLES[words]
    if _is_of_others(words):
        return None
    plain = " ".join(word for word in words.split() if word not in _NOISE)
    if plain in _ROLES:
        return _ROLES[plain]
    bare = re.sub(r"\s*\d+$", "", plain)
    return _ROLES.get(bare) or _ROLES.get(words.replace(" ", "")) or _within(bare)


def _within(words: str) -> Role | None:
    """The role of the longest known heading of two words or more inside a longer heading; else of a telling word."""
    parts = {part.rstrip("0123456789") for part in words.split()}
    if parts & _PHONES:  # a parent's, too: it is the household's
        return Role.PHONE
    if _are_both_names(words, parts):
        return Role.PARENT if parts & _PARENTS else Role.FULL
    inside = [said for said in _ROLES if " " in said and f" {said} " in f" {words} "]
    if inside:
        return _ROLES[max(inside, key=len)]
    return next((role for role, telling in TELLING if all(parts & its for its in telling)), None)


def _are_both_names(words: str, parts: set[str]) -> bool:
    """Whether a heading asks for the family name and the given name in one cell: NAME (surname, given)."""
    if not parts & _NAMED:
        return False
    return any(f" {said} " in f" {words} " for said in _FAMILY) and any(f" {said} " in f" {words} " for said in _GIVEN)


def _said(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BIRTH = _said("dob birth birthdate birthday born naissance naiss naissances sinh")
_PARENTS = _said("father fathers mother mothers pere mere parent parents guardian")
_FAMILY = ("surname", "surnames", "last", "lastname", "family name", "familyname", "nom de famille")
_GIVEN = ("given", "givenname", "first", "firstname", "forename", "forenames", "prenom", "prenoms")
_NAMED = _said("name names surname surnames lastname familyname nom noms")
_PHONES = _said("phone phones telephone tel mobile msisdn gsm whatsapp cellphone sdt portable")
TELLING: tuple[tuple[Role, tuple[frozenset[str], ...]], ...] = (  # in this order: a word of each set stands in it
    (Role.DOCUMENT, (_said("passport passeport ppt cccd cmnd ssn nid nin licence license permis permit"),)),
    (
        Role.DOCUMENT,
        (_said("doc document identity identite identification"), _said("id no num number n numero so nbr nr")),
    ),
    (Role.HANDLE, (_said("email mail courriel emails handle username"),)),
    (Role.BORN, (_BIRTH, _said("date ngay"), _said("place lieu noi"))),
    (Role.BORN_YEAR, (_BIRTH, _said("year yr annee nam"))),
    (Role.PLACE, (_BIRTH, _said("place lieu noi city town ville commune village"))),
    (Role.NATIONALITY, (_BIRTH, _said("country pays nuoc"))),
    (Role.BORN, (_BIRTH, _said("date dt day text dmy full ngay"))),
    (Role.PARENT, (_said("father fathers mother mothers pere mere parent parents"),)),
    (Role.PAYMENT, (_said("wallet iban rib bitcoin usdt"),)),
    (Role.LAST, (_said("surname lastname familyname maiden famille"),)),
    (Role.FIRST, (_said("firstname prenom prenoms forename forenames givenname given"),)),
    (Role.ALIAS, (_said("alias aliases aka nickname surnom pseudo pseudonyme usage"),)),
    (Role.ADDRESS, (_said("addr address adresse street"),)),
    (Role.PLACE, (_said("village town city commune island koro district suburb ville quartier"),)),
    (Role.SEX, (_said("sex gender sexe"),)),
    (Role.AGE, (_said("age tuoi"),)),
    (Role.NATIONALITY, (_said("nationality nationalite citizenship"),)),
    (Role.OCCUPATION, (_said("occupation profession metier"),)),
)


def _by_content(values: Sequence[str]) -> Role | None:
    """Dates of birth, e-mail addresses, phones and sexes show what they are."""
    values = [value for value in values if value]
    return next((role for role, holds in _SHOWN if holds(values)), None)


_SHOWN: tuple[tuple[Role, Callable[[Sequence[str]], bool]], ...] = (
    (Role.HANDLE, contents.is_e_mail),
    (Role.BORN, contents.is_birth),
    (Role.PHONE, contents.is_phone),
    (Role.SEX, contents.is_sex),
)


_OFTEN = (
    "case|case no|case ref|case reference|case ref no|case number|ref number|reference number"
    "|dossier|n dossier|no dossier|numero de dossier|n|n o|no|nr|num|numero|stt|so thu tu"
    "|ref|ref no|reference|reference no|file no|serial|serial no|sn|s n|编号|序号"
)
OFTEN_OF_SEVERAL = frozenset(_OFTEN.split("|"))


def _second_name(roles: dict[str, Role], by_hand: Mapping[str, Role | None]) -> None:
    """Where people bear their father's name after their own, and nothing else, it is a name of theirs."""
    parents = [heading for heading, role in roles.items() if role is Role.PARENT and heading not in by_hand]
    if parents and Role.FIRST in roles.values() and not {Role.LAST, Role.FULL} & set(roles.values()):
        roles[parents[0]] = Role.MIDDLE


def _one_id(
    roles: dict[str, Role],
    headings: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    by_hand: Mapping[str, Role | None],
) -> None:
    """Keep one id: the one given by hand, else the first whose values are all different.

    A number of a case or of a line is an id only where it is of one row.
    """
    for heading in [one for one in headings if roles.get(one) is Role.ID and one not in by_hand]:
        values = samples.get(heading, ())
        nobody_wrote_one = heading in samples and not values
        if nobody_wrote_one or (_words(heading) in OFTEN_OF_SEVERAL and not _all_different(values)):
            del roles[heading]
    ids = [heading for heading in headings if roles.get(heading) is Role.ID]
    given = [heading for heading in ids if by_hand.get(heading) is Role.ID]
    distinct = [heading for heading in ids if _all_different(samples.get(heading, ()))]
    kept = (given or distinct or ids)[:1]
    for heading in ids:
        if heading not in kept:
            del roles[heading]


def _all_different(values: Sequence[str]) -> bool:
    return len(set(values)) == len(values)


def _name_by_content(
    roles: dict[str, Role],
    headings: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    by_hand: Mapping[str, Role | None],
    truth: str | None,
) -> None:
    """Where no heading tells a name: the unused column that looks most like names is one, the first of equals."""
    if any(role in NAMES for role in roles.values()):
        return
    best, most = None, 0.0
    for heading in headings:
        if heading in roles or heading in by_hand or heading == truth or _is_of_others(_words(heading)):
            continue
        likeness = contents.name_likeness([value for value in samples.get(heading, ()) if value])
        if likeness > most:
            best, most = heading, likeness
    if best is not None:
        roles[best] = Role.FULL


def _one_day_of_the_record(roles: dict[str, Role]) -> None:
    """The day of a record is used where ages are known, to tell how old somebody was at one time; the first such."""
    days = [heading for heading, role in roles.items() if role is Role.SEEN]
    for heading in days if Role.AGE not in roles.values() else days[1:]:
        del roles[heading]


def _check(columns: Columns) -> None:
    found = {role for _column, role in columns.roles} - {Role.ID, Role.PLATFORM, Role.SEEN}
    if not found:
        raise ColumnsUnclear(
            "No column tells persons apart: give names, a date of birth, documents, phones or handles, or say with "
            "--columns which is which (--columns 'heading=full name,other=date of birth')."
        )
    if len(found) == 1 and not found & {Role.FULL, Role.DOCUMENT, Role.PHONE, Role.HANDLE, Role.PAYMENT}:
        (only,) = found
        raise ColumnsUnclear(
            f"Only the {only.value} is known ({columns.sentence}) That is too little to tell persons apart."
        )
