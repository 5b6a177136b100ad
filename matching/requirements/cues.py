"""Words that say how much something is asked for: a must, a wish, no need; and words that deny."""

PREFER = (
    r"(?:(?:sangat|lebih|akan|paling|menjadi|merupakan) )*(?:di ?uta?ma(?:k|n|nk)an|utamakan"
    r"|di ?prioritaskan|prioritas|disukai"
    r"|di ?minati)|lebih (?:dipertimbangkan|baik)|nilai (?:plus|tambah(?:an)?|lebih|\+)|(?:plus "
    r"|point )point(?: plus)?"
    r"|poin(?:t)? (?:plus|tambahan|tambah|lebih)|preferr?ed|preferabl[ey]|preference"
    r"|(?:(?:would|will) be |is |are |as )?a (?:strong |big )?(?:plus|advantage)|advantage"
    r"|op[st]ional|(?:jika|bila|kalau) (?:ada|memungkinkan|(?:di)?perlu(?:kan)?)|nice to have|nilai jual"
)
NO = (
    r"(?:tidak(?:lah)?|tdk|tak|bukan(?:lah)?|bkn|belum|blm|nggak|ngga|enggak|gak|ga|ndak"
    r"|not|never|cannot|\w{2,5}n't)"
)
_WEAKENED = (  # "bukan merupakan suatu syarat mutlak", "is not strictly required"
    r"(?: (?:lagi|harus|mesti|selalu|terlalu|begitu|sebuah|suatu|merupakan|menjadi|jadi|dijadikan|termasuk|sebagai"
    r"|hal|yang|kami|akan|an?|strictly|really|necessarily|always|be|been|absolutely|considered|our))*"
)
NEED = (
    r"(?:(?:di ?|ke|me(?:ng?|m|r)?|pen)?(?:wajib|harus|perlu|mutlak|masalah|butuh|minta|utama|syarat|penting"
    r"|prioritas|usah)"
    r"(?:kan|an)?|memerlukan|mensyarat?kan|mempermasalahkan|mementingkan|keberatan|mengapa|apa[- ]apa"
    r"|require(?:d|s|ments?)?|needed|necessary|mandatory|compulsory|essential|obligatory|prerequisite"
    r"|important|must|need)"
)
NOT_NEEDED = rf"{NO}{_WEAKENED} {NEED}(?: (?:wajib|mutlak|utama|khusus|be))?|no need"
MUST = (
    r"(?:di|me)?wajib(?:kan)?|di ?haruskan|harus|keharusan|mutlak|(?:a )?must(?: have)?|required|mandatory"
    r"|compulsory|essential|obligatory"
)
NEEDLESS = (  # where what follows is not itself what is not needed: "tidak harus di bidang yang sama"
    rf"(?:{NOT_NEEDED})(?=\W*$|\s*[,;.()!?:]|\s+(?:asal\w*|jika|bila|apabila|kalau|karena|selama|meski\w*|namun"
    rf"|tetapi"
    r"|tapi|untuk|bagi|terutama|khusus|but|if|for|as|when|though|provided|since|ya|kok|juga|dan|and|saat|cukup)\b)"
)
LAPSED = (  # a licence or letter that is no longer valid
    r"(?:mati|ked[ae]lu[aw]?arsa|kadalu[aw]?arsa|expired?|lapsed|inactive|out of date|(?:sudah |telah )?habis masa"
    rf"(?: berlaku)?(?:nya)?|(?:{NO}) (?:aktif|berlaku|active|valid)(?: lagi)?)\b"
)
ACCEPTS = (  # what will do
    r"(?:boleh|bisa|dapat|diterima|kami terima|silah?kan|dipersilah?kan|okay|oke?|gpp|fine|accepted|acceptable|allowed"
    rf"|welcome|no problem|(?:{NO}) (?:a |di|menjadi |jadi )?(?:per)?(?:masalah|mengapa|apa[- ]?apa|problem)\w*)\b"
)
