"""Short and familiar forms of given names, and forms of one name in several languages: our own list, from general use.

Each line holds names that one person may be called by. A form stands in one line only: the one it is used for most.
"""

_LINES = """
robert rob bob bobby robbie bobbie rab
william will bill billy willie wm willy wiliame viliame guillaume wilhelm
john jack johnny jon johnnie ioane sione ioani
james jim jimmy jamie jas jemesa
joseph joe joey jos josefa josef giuseppe iosefo
charles charlie chas chuck charley carl karl salesi
thomas tom tommy thos tomasi tamati
richard dick rick ricky richie dickie rich
edward ed eddie ned ted teddy edwd edouard eduardo
henry harry hal hank henri enrique heinrich
george geo georgie jiaoji siaosi georges jorge
michael mike mick mickey mikey mikaele michel miguel
david dave davey davy tevita tavita
daniel dan danny taniela
samuel sam sammy samuela
benjamin ben benny benjie peni
alexander alex alec sandy alick sandro aleki
andrew andy drew anaru andre andreas
anthony tony antony antoine antonio atonio
frederick fred freddie freddy fredk frederic friedrich
francis frank frankie fran frances fanny francois francisco
albert bert bertie
arthur art artie arty
walter wally walt wat
stephen steve steven stevie sitiveni etienne stefan
peter pete petero pita pierre pedro
philip phil phillip pip filipe philippe felipe
nicholas nick nicky nicolas nikola
matthew matt mathew matiu matthieu mateo
christopher chris kit christophe
patrick pat paddy rick
edwin eddy
gregory greg gregor
gerald gerry
jeremiah jerry jeremy
leonard len lenny leo
lawrence larry laurie laurence lorenz laurent
ronald ron ronnie
donald don donnie
kenneth ken kenny
raymond ray
douglas doug dougie
timothy tim timmy timoci
terence terry terrence
vincent vince vinny
victor vic
sidney sid sydney
stanley stan
cyril cy
ernest ernie
alfred alf alfie
herbert herb
reginald reg reggie
percy percival
theodore theo
nathaniel nat nathan
zachary zach zac
joshua josh josua
jonathan jonny johnathan jonathon
abraham abe
isaac ike aisake
jacob jake iakopo jakob
solomon sol
archibald archie
augustus gus
cornelius con corny
oliver ollie
maximilian max
elizabeth liz lizzie beth betty eliza bess bessie elsie betsy lisa elisabeth libby eliesa
margaret maggie meg peggy margie madge rita marge margarete makareta
mary molly polly mamie mele meri maria marie mere
catherine kate kathy cathy katie kitty katherine kathleen katharine kath kit karen katarina kateryna
ann anne anna annie nancy nan hannah ana
susan sue susie suzanne susanna susannah suzie
sarah sally sadie sara sera
jane jenny janet jean janie joan
jennifer jen jenn
patricia pattie trish tricia patsy
dorothy dot dolly dottie dora dorothea
florence flo flossie florrie
alice allie alisi alicia
helen nell nellie ellen ella eleanor nora lena elena ellie
emma em emmie emily
charlotte lottie lotte
caroline carrie carol carolyn
harriet hattie
henrietta etta hettie
louisa lou louise lulu
martha mattie marta
rebecca becky beck
rachel rae
rose rosie rosa
victoria vicky vickie tori
virginia ginny
amelia millie amy
matilda tilly tillie maud
isabella bella isabel isabelle belle
josephine josie
georgina georgie gina
deborah deb debbie debra
barbara babs barb
christine chrissie christina tina
jacqueline jackie
pamela pam
sandra sandi
theresa tess terri teresa tessa
veronica ronnie roni
samantha sammie
alexandra alexa sasha
abigail abby gail
jessica jess jessie
mohammed muhammad mohamed mohammad mahomed mohd md mohamad muhammed
ahmed ahmad
hussein husain hussain hossain
abdul abdulla abdullah
yusuf yousef youssef
ibrahim ebrahim
ali aly
kumar kumari
lakshmi laxmi
krishna krishn
"""
HEADS: dict[str, str] = {}
for _line in _LINES.split("\n"):
    for _form in _line.split():
        HEADS.setdefault(_form, _line.split()[0])
_TITLES = (
    "mr mrs ms miss dr sir lady lord rev revd reverend prof professor hon capt captain col major sgt mme mlle monsieur"
    " madame dame ratu adi bulou shri smt sri mister master jr sr jnr snr phd"
    " esq obe mbe bart baronet"
)
TITLES = frozenset(_TITLES.split())
BEFORE_FAMILY = frozenset(["ong", "ba", "co", "anh", "chi", "em"])  # Vietnamese; names of their own elsewhere
_VIETNAMESE = "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly"
VIETNAMESE_FAMILY = frozenset(_VIETNAMESE.split())
