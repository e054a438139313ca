"""Names that `bench/villages.py` gives out, the common ones first: one stock to choose by, another to be judged by.

From general knowledge of how the peoples of the Pacific and of those who come there are called; no list was copied, and
nobody is meant.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stock:
    """What a people calls its children and where it lives; `otherwise` says how a name is also spelled."""

    men: list[str]
    women: list[str]
    families: list[str]
    villages: list[str]
    roads: list[str]
    country: str
    digits: int
    dials: tuple[str, ...]
    nation: str
    middles: dict[str, list[str]] = field(default_factory=lambda: {"M": [], "F": []})
    otherwise: dict[str, str] = field(default_factory=dict)
    papers: tuple[str, ...] = ("A", "B", "N")
    jobs: tuple[str, ...] = ("farmer", "cook", "driver", "nurse", "student", "clerk", "cleaner", "fisher")
    sexes: tuple[str, str] = ("M", "F")


_FIJI = {"country": "679", "digits": 6, "dials": ("7", "8", "9"), "nation": "Fiji"}
_VANUATU = {"country": "678", "digits": 5, "dials": ("54", "77", "59"), "nation": "Vanuatu"}
_VIETNAM = {"country": "84", "digits": 8, "dials": ("9", "3"), "nation": "Việt Nam", "sexes": ("Nam", "Nữ")}

TRAIN_NAMES: dict[str, Stock] = {
    "itaukei": Stock(
        ["Josefa", "Jone", "Viliame", "Tomasi", "Apisai", "Waisale", "Epeli", "Savenaca", "Isikeli", "Peni", "Setareki", "Manasa", "Rusiate", "Ilaisa"],
        ["Mere", "Ana", "Sera", "Litia", "Salote", "Losalini", "Vani", "Semi", "Unaisi", "Makereta", "Kelera", "Taraivini", "Alumita", "Vasiti", "Asenaca"],
        ["Vakatawa", "Naivalu", "Tuivaga", "Qalo", "Delana", "Korovou", "Ravouvou", "Matanitu", "Cagilaba", "Waqabaca", "Radrodro", "Drauna", "Bulewa"],
        ["Naivuso", "Vunisea", "Korolevu", "Nabua", "Lomanu"],
        ["Church Lane", "Shore Path", "School Road", "Upper Houses"],
        otherwise={"Cagilaba": "Thangilamba", "Qalo": "Nggalo", "Radrodro": "Randrondro", "Waqabaca": "Wanggambatha",
                   "Delana": "Ndelana", "Bulewa": "Mbulewa", "Josefa": "Josepha", "Peni": "Beni", "Makereta": "Makareta"},
        **_FIJI,
    ),
    "indofijian": Stock(
        ["Ram", "Anil", "Rajesh", "Mohammed", "Ashok", "Deepak", "Vikash", "Salesh", "Arun", "Sanjay", "Pravin", "Hari", "Shiu", "Abdul", "Imran"],
        ["Sunita", "Priya", "Kamla", "Farida", "Lakshmi", "Shalini", "Kavita", "Ayesha", "Reena", "Nirmala", "Babita", "Usha", "Anita"],
        ["Prasad", "Kumar", "Singh", "Chand", "Lal", "Sharma", "Khan", "Ali", "Reddy", "Naidu", "Gounder", "Narayan", "Maharaj", "Nair", "Pillay"],
        ["Naivuso", "Vunisea", "Korolevu", "Nabua", "Lomanu"],
        ["Mill Road", "Temple Road", "Cane Track", "Bridge Street"],
        middles={"M": ["", "", "Kumar", "Prasad", "Chand", "Lal"], "F": ["", "", "Devi", "Kumari", "Lata", "Wati"]},
        otherwise={"Kumar": "Kumaar", "Lakshmi": "Laxmi", "Prasad": "Parsad", "Mohammed": "Muhammad", "Reddy": "Reddi",
                   "Gounder": "Goundar", "Sharma": "Sarma", "Deepak": "Dipak", "Vikash": "Vikas", "Sunita": "Suneeta"},
        **_FIJI,
    ),
    "vietnamese": Stock(
        ["Anh", "Minh", "Tuấn", "Nam", "Dũng", "Sơn", "Phúc", "Quân", "Bình", "Khánh", "Đức", "Hải"],
        ["Linh", "Hoa", "Hương", "Lan", "Hà", "Trang", "Thảo", "Mai", "Ngọc", "Hạnh", "Giang", "Châu", "Yến"],
        ["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ"],
        ["Phú An", "Hòa Bình", "Tân Lập", "Xuân Mai", "Đông Hà"],
        ["Thôn 1", "Thôn 2", "Ngõ Chùa", "Xóm Đình"],
        middles={"M": ["Văn", "Văn", "Đức", "Minh", "Hữu"], "F": ["Thị", "Thị", "Thị", "Thu", "Ngọc"]},
        otherwise={"Nguyễn": "Nguyen", "Trần": "Tran", "Phạm": "Pham", "Hương": "Huong", "Đức": "Duc", "Thảo": "Thao"},
        **_VIETNAM,
    ),
    "european": Stock(
        ["John", "Robert", "William", "James", "Michael", "Peter", "David", "Thomas", "George", "Paul", "Charles"],
        ["Mary", "Elizabeth", "Margaret", "Catherine", "Susan", "Jennifer", "Patricia", "Helen", "Anne", "Ruth"],
        ["Smith", "Brown", "Wilson", "Taylor", "Martin", "Dubois", "Fernandez", "Havili", "Whippy", "Miller", "Simpson", "Fisher", "Bentley"],
        ["Levuka", "Savusavu", "Taveuni", "Navua", "Suva"],
        ["Beach Street", "Hill Street", "Garrick Street", "Mission Road"],
        otherwise={"John": "Jack", "Robert": "Bob", "Elizabeth": "Liz", "William": "Bill", "Margaret": "Peggy",
                   "Catherine": "Katherine", "Michael": "Mike", "Brown": "Browne", "Smith": "Smyth", "Taylor": "Tayler"},
        **_FIJI,
    ),
}  # fmt: skip

TEST_NAMES: dict[str, Stock] = {
    "itaukei": Stock(
        ["Sailosi", "Kitione", "Emosi", "Ratu", "Inoke", "Malakai", "Semisi", "Timoci", "Iliesa", "Aminiasi", "Kiniviliame", "Ropate", "Eroni", "Meli", "Netani"],
        ["Ulamila", "Miriama", "Adi", "Torika", "Kesaia", "Elenoa", "Vika", "Lusiana", "Selai", "Merewai", "Arieta", "Sainimere", "Titilia"],
        ["Tuinabua", "Naqica", "Vuetaki", "Seniloli", "Waqavesi", "Rabuka", "Tamanivalu", "Drugu", "Cokanasiga", "Qereqeretabua", "Bolobolo", "Ledua"],
        ["Waidalici", "Nasau", "Dravuni", "Vuna", "Buretu", "Naqara"],
        ["Bure Line", "Landing", "Old Mission", "Ridge"],
        otherwise={"Cokanasiga": "Thokanasinga", "Qereqeretabua": "Nggerenggeretambua", "Drugu": "Ndrungu", "Naqica": "Nanggitha",
                   "Timoci": "Timothi", "Ropate": "Robate", "Malakai": "Malachi", "Elenoa": "Eleanoa", "Kesaia": "Kasaia"},
        papers=("F", "L"), jobs=("planter", "teacher", "diver", "shopkeeper", "soldier", "carver"), **_FIJI,
    ),
    "indofijian": Stock(
        ["Suresh", "Mahendra", "Ravindra", "Vinod", "Rakesh", "Jitendra", "Krishna", "Yusuf", "Iqbal", "Dharmend", "Bisun", "Gyan", "Narend", "Ramesh"],
        ["Sushila", "Pushpa", "Manjula", "Roshni", "Shakuntla", "Zarina", "Sabina", "Premila", "Ranjana", "Vandana", "Jaya", "Hirdesh"],
        ["Ram", "Dutt", "Sami", "Deo", "Raju", "Mani", "Raniga", "Bechu", "Jattan", "Sahib", "Dean", "Hussein", "Mudaliar", "Sukhu"],
        ["Vunika", "Lovusa", "Drasa", "Bulileka", "Tuatua"],
        ["Settlement Road", "Second Mile", "Rice Mill", "Canal"],
        middles={"M": ["", "", "Kumar", "Singh", "Dutt", "Ram"], "F": ["", "", "Devi", "Mati", "Kaur", "Bibi"]},
        otherwise={"Suresh": "Sures", "Vinod": "Vinodh", "Yusuf": "Yousuf", "Dutt": "Datt", "Hussein": "Hussain", "Sushila": "Susila",
                   "Krishna": "Krishn", "Shakuntla": "Sakuntala", "Ramesh": "Ramish"},
        papers=("V", "T"), jobs=("mechanic", "tailor", "cane cutter", "accountant", "welder"), **_FIJI,
    ),
    "nivanuatu": Stock(
        ["Willie", "Jean", "Joseph", "Kalo", "Tom", "Sam", "Moses", "Pierre", "Noel", "Johnny", "Kalsakau", "Bong", "Philip", "Abel", "Yannick", "Iaris"],
        ["Marie", "Rose", "Leimas", "Anna", "Lily", "Edna", "Serah", "Leiwia", "Esther", "Roselyn", "Votari", "Jenneth", "Touasi", "Melody"],
        ["Tari", "Bule", "Molisa", "Garae", "Natapei", "Vira", "Tabi", "Worwor", "Iauko", "Nalau", "Kilman", "Sope", "Toara", "Lini", "Boe", "Naupa", "Iolu"],
        ["Lamap", "Loltong", "Port Narvin", "Lenaula", "Walarano"],
        ["Nakamal", "Station", "Top Nasara", "Solwota"],
        otherwise={"Willie": "Willy", "Johnny": "Jonny", "Serah": "Sarah", "Kalsakau": "Kalsacau", "Pierre": "Pière", "Molisa": "Moliza",
                   "Natapei": "Nattapei", "Jenneth": "Janet"},
        papers=("R", "VU"), jobs=("gardener", "kava seller", "seaman", "mason", "pastor"), **_VANUATU,
    ),
    "vietnamese": Stock(
        ["Hùng", "Long", "Thắng", "Cường", "Việt", "Trung", "Kiên", "Tùng", "Hoàng", "Phong", "Khoa", "Thành"],
        ["Nga", "Thủy", "Phương", "Oanh", "Vân", "Nhung", "Loan", "Huyền", "Liên", "Diệp", "Tuyết", "My"],
        ["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Lê", "Bùi", "Đặng", "Đỗ", "Hồ", "Ngô"],
        ["Kỳ Anh", "Can Lộc", "Yên Thành", "Đô Thành", "Nghi Xuân"],
        ["Xóm 3", "Xóm 7", "Khối Đông", "Đội 5"],
        middles={"M": ["Văn", "Văn", "Quang", "Xuân", "Công", "Đình"], "F": ["Thị", "Thị", "Thanh", "Kim", "Bích", "Hồng"]},
        otherwise={"Nguyễn": "Nguyen", "Lê": "Le", "Đặng": "Dang", "Phương": "Phuong", "Thủy": "Thuỷ", "Hùng": "Hung", "Cường": "Cuong"},
        papers=("0", "1"), jobs=("công nhân", "thợ may", "nông dân", "học sinh"), **_VIETNAM,
    ),
    "chinese": Stock(
        ["Wei", "Jun", "Guoqiang", "Jianhua", "Ming", "Lei", "Haitao", "Zhiyong", "Bo", "Kai", "Wenbin", "Dawei"],
        ["Fang", "Li", "Xiuying", "Yan", "Na", "Meiling", "Hong", "Jing", "Xia", "Shufen", "Lan", "Yue"],
        ["Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Wu", "Zhou", "Xu", "Lin", "Kwong"],
        ["Suva", "Nadi", "Labasa"],
        ["Marks Lane", "Cumming Street", "Dockside"],
        otherwise={"Wang": "Wong", "Zhang": "Chang", "Chen": "Chan", "Huang": "Wong", "Xu": "Hsu", "Guoqiang": "Guo Qiang",
                   "Jianhua": "Jian Hua", "Meiling": "Mei Ling", "Xiuying": "Xiu Ying", "Haitao": "Hai Tao"},
        country="86", digits=9, dials=("13", "15"), nation="China", papers=("E", "G"), jobs=("cook", "trader", "engineer", "builder"),
    ),
    "european": Stock(
        ["Andrew", "Stephen", "Matthew", "Luc", "Henri", "Frederick", "Oliver", "Jack", "Simon", "Étienne", "Patrick", "Gilbert"],
        ["Charlotte", "Louise", "Françoise", "Sarah", "Emma", "Martine", "Jane", "Hannah", "Sophie", "Bridget", "Claire"],
        ["Leroy", "Moreau", "Petit", "Jones", "Walker", "Evans", "Hughes", "Robertson", "Lambert", "Girard", "Cooper", "Turner", "Emberson", "Hennings"],
        ["Nouméa", "Luganville", "Port Vila", "Suva", "Levuka"],
        ["rue du Port", "Kumul Road", "Quai Sud", "Victoria Parade"],
        otherwise={"Stephen": "Steven", "Matthew": "Matt", "Frederick": "Fred", "Andrew": "Andy", "Étienne": "Etienne", "Leroy": "Le Roy",
                   "Robertson": "Robinson", "Françoise": "Francoise", "Patrick": "Pat", "Charlotte": "Lottie"},
        country="687", digits=4, dials=("75", "94"), nation="France", papers=("FR", "AU"), jobs=("skipper", "teacher", "retired", "baker"),
    ),
}  # fmt: skip
