"""Writes clip-tokens.json: 700 texts with their CLIP tokens and what these decode to. See README.md.

The tokens are those of open_clip's SimpleTokenizer, OpenAI's own code, in which ftfy only composes characters; where
transformers' CLIPTokenizer, built from the same merges, finds others, the script prints the text: HTML entities, which it
keeps, and the last sigma of a word.
"""
import gzip, json, pathlib, random, unicodedata
import ftfy
from open_clip.tokenizer import SimpleTokenizer, bytes_to_unicode
from transformers import CLIPTokenizer

ftfy.fix_text = lambda text: unicodedata.normalize("NFC", text)
root = pathlib.Path(__file__).parent.parent.parent
own = SimpleTokenizer()
merges = [tuple(line.split(" ")) for line in gzip.open(root / "datasets/text/clip-merges.txt.gz", "rt", encoding="utf8").read().rstrip("\n").split("\n")]
letters = list(bytes_to_unicode().values())
pieces = letters + [letter + "</w>" for letter in letters] + [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
theirs = CLIPTokenizer(vocab={piece: index for index, piece in enumerate(pieces)}, merges=merges)

texts = ["hello world!", "a photo of a cat", "magnificently", "DreamBooth sks dog", "", " ", "a", "  two\t\tspaces \n and lines\r\n",
    "it's we've I'm you'll he'd they're don't IT'S", "o'clock rock'n'roll 'quoted' ''double''", "“curly” ‘quotes’ it’s", "12345 3.14 1,000 ½ ² Ⅷ ١٢٣",
    "C++ #hashtag @name $5 50% a/b a_b a-b (x) [y] {z} <tag> ~!?", "...!!!???", "https://example.org/a?b=c&d=e", "&amp; &lt;b&gt; &amp;amp; &quot;x&quot; &#39;s &#x27;s &eacute; &notanentity; &copy 2020 &hellip;",
    "😀", "👍🏽 thumbs", "👩‍👩‍👧‍👦 family", "🏳️‍🌈 flag", "❤️ heart ❤", "a 🐱 and a 🐶.", "日本語のテキスト", "猫的照片", "고양이 사진", "کتاب", "שלום עולם", "नमस्ते दुनिया", "สวัสดี", "Привет, мир!", "ΟΔΥΣΣΕΥΣ ΣΑΣ",
    "café cafe\u0301", "naïve façade Ångström", "straße STRASSE", "İstanbul ıI", "ﬁre ﬂow", "ｆｕｌｌ ｗｉｄｔｈ", "a\u00a0b\u2003c\u3000d", "zero\u200bwidth joiner\u200d", "soft\u00adhyphen", "e\u0301\u0323 combining", "x\u0000y\u0007z",
    "supercalifragilisticexpialidocious", "a" * 200, "ab" * 60, "word " * 100, "a, " * 90, "the quick brown fox jumps over the lazy dog", "8k, trending on artstation, by greg rutkowski, highly detailed", "(masterpiece:1.2), ((best quality)), [lowres]", "a-red-fox_in.the/snow", "𝓯𝓪𝓷𝓬𝔂 𝟘𝟙", "™ © ® € £ ¥ ° ± × ÷ ½ µ ¶ §", "\u0130\u0131\u017f\u212a", "ǅ ǆ Ǆ", "a\u2028b\u2029c", "tab\tseparated", "\u00bfqu\u00e9? \u00a1s\u00ed!"]
for folder in ["emoji", "faces16", "digits8"]:
    lines = [json.loads(line)["caption"] for line in open(root / f"datasets/{folder}/captions.jsonl", encoding="utf8")]
    texts += random.Random(1).sample(lines, 120)
chance = random.Random(2)
words = " ".join(texts).split()
pools = ["abcdefghijklmnopqrstuvwxyz", "ABCxyz' .,!?-_&;#0123456789", "éèüñøßçÅÆœžšđ", "あいうカタカナ漢字日本", "😀😂🥰👍🏽🐱🐶🌈✨🔥❤️", "абвгдежΑΒΓαβγς", " \t\n\u00a0\u3000", "'sS'tT'reR'vV'mM'llL'dD"]
for _ in range(150):
    texts.append("".join(chance.choice(chance.choice(pools)) for _ in range(chance.randrange(1, 60))))
for _ in range(150):
    texts.append(" ".join(chance.choice(words) for _ in range(chance.randrange(1, 20))))

rows, differ = [], []
for text in texts:
    ids = own.encode(text)
    rows.append([text, ids, own.decode(ids)])
    if theirs(text).input_ids[1:-1] != ids: differ.append(text)
print(len(rows), "texts,", len(differ), "differ:", *differ, sep="\n")
padded = theirs(texts[:60], padding="max_length", max_length=77, truncation=True).input_ids
result = {"texts": rows, "rows": padded}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, ensure_ascii=False) + "\n", encoding="utf8")
