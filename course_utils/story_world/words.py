"""The words of the story world, as plain tables. `lexicon.py` turns them into distributions.

In every list the more frequent words come first.
"""

# ruff: noqa: SIM905 (a string is easier to read and to edit than fifty quoted words)


def rows(table: str) -> list[list[str]]:
    """Return the rows of a table whose cells are separated by commas."""
    return [[cell.strip() for cell in line.split(",")] for line in table.strip().splitlines()]


# Pairs of words that mean nearly the same. Wherever a distribution offers the first word, it offers
# the second too, three times to two, and everything else about them is equal.
NEAR_SYNONYMS: tuple[tuple[str, str], ...] = (
    ("happy", "glad"),
    ("big", "large"),
    ("little", "small"),
    ("brave", "bold"),
    ("clever", "smart"),
    ("afraid", "scared"),
    ("angry", "cross"),
    ("sad", "unhappy"),
    ("quiet", "silent"),
    ("tired", "weary"),
    ("wonderful", "marvelous"),
    ("boring", "dull"),
    ("dreadful", "awful"),
    ("delicious", "tasty"),
    ("funny", "amusing"),
    ("shouted", "yelled"),
    ("answered", "replied"),
    ("quickly", "swiftly"),
    ("happily", "joyfully"),
    ("pretty", "lovely"),
    ("forest", "wood"),
    ("path", "track"),
    ("stove", "oven"),
)

GIRL_NAMES = """Mira Anna Lily Rosa Nell Ada Ivy Tess Hana Wren Clara June Opal Vera Sofia Elsa Maya
Nora Pia Zoe
Greta Ines Leila Yuki""".split()
BOY_NAMES = """Tom Finn Otto Hugo Ben Leo Max Sam Jonas Karl Emil Noah Theo Ravi Omar Luca Paul
Felix Ivan Kenji
Oskar Pedro Idris Lars""".split()

# male, female, where they live, two things of theirs
ROLES = rows("""
king, queen, palace, crown, throne
prince, princess, castle, sword, pony
grandfather, grandmother, cottage, armchair, shawl
uncle, aunt, farmhouse, pipe, teapot
father, mother, kitchen, apron, cradle
duke, duchess, manor, carriage, jewel
wizard, witch, tower, wand, cauldron
brother, sister, nursery, drawing, swing
husband, wife, cottage, ring, letter
son, daughter, nursery, toy, blanket
monk, nun, abbey, prayer, candle
actor, actress, theater, costume, stage
waiter, waitress, inn, tray, apron
lord, lady, hall, banner, feast
nephew, niece, school, pencil, satchel
host, hostess, inn, guest, key
boy, girl, school, kite, marble
man, woman, cottage, hat, stove
""")

# job, verb, what it is done to, workplace, tool
JOBS = rows("""
baker, bake, bread, bakery, oven
farmer, grow, corn, farm, plow
fisher, catch, trout, harbor, net
miller, grind, flour, mill, millstone
weaver, weave, cloth, workshop, loom
painter, paint, pictures, studio, brush
gardener, plant, roses, garden, spade
shepherd, herd, lambs, meadow, crook
potter, shape, bowls, pottery, wheel
sailor, sail, ships, port, anchor
teacher, teach, children, schoolhouse, chalk
doctor, heal, patients, hospital, medicine
tailor, sew, coats, shop, needle
singer, sing, ballads, theater, violin
builder, build, houses, yard, hammer
carpenter, carve, chairs, workroom, saw
clockmaker, mend, clocks, tower, screwdriver
dancer, dance, waltzes, ballroom, slipper
writer, write, poems, library, pen
beekeeper, keep, bees, orchard, hive
blacksmith, forge, horseshoes, smithy, anvil
cook, boil, soup, inn, kettle
""")

# who can free an animal, and with what
RESCUERS = rows("""
farmer, a hay fork
fisher, a wide net
carpenter, a sharp saw
sailor, a strong rope
builder, a tall ladder
blacksmith, an iron hook
gardener, a little spade
shepherd, a long crook
tailor, a pair of scissors
miller, an empty sack
beekeeper, a jar of honey
doctor, a clean bandage
""")

# animal, plural, young, sound, home, food, how it moves, how it is said to be
ANIMALS = rows("""
dog, dogs, puppy, barked, kennel, bones, trotted, faithful
cat, cats, kitten, purred, basket, fish, crept, sleek
hen, hens, chick, clucked, henhouse, grain, hopped, plump
fox, foxes, cub, yelped, den, grapes, trotted, sly
rabbit, rabbits, bunny, squeaked, burrow, carrots, hopped, shy
horse, horses, foal, neighed, stable, oats, trotted, strong
cow, cows, calf, mooed, barn, grass, walked, gentle
goat, goats, kid, bleated, shed, thistles, skipped, stubborn
duck, ducks, duckling, quacked, pond, snails, waddled, noisy
goose, geese, gosling, honked, yard, barley, waddled, proud
mouse, mice, pup, squeaked, hole, cheese, scurried, tiny
pig, pigs, piglet, grunted, sty, turnips, waddled, muddy
sheep, sheep, lamb, bleated, fold, clover, walked, woolly
bear, bears, cub, growled, cave, honey, walked, sleepy
owl, owls, owlet, hooted, oak, moths, flew, wise
frog, frogs, tadpole, croaked, marsh, flies, hopped, green
wolf, wolves, pup, howled, lair, meat, crept, hungry
donkey, donkeys, foal, brayed, stall, hay, trotted, patient
crow, crows, chick, cawed, steeple, seeds, flew, clever
squirrel, squirrels, kit, chattered, tree, acorns, scurried, nimble
swan, swans, cygnet, hissed, lake, weeds, glided, white
badger, badgers, cub, snuffled, sett, roots, walked, grumpy
otter, otters, pup, whistled, river, crabs, scurried, playful
hedgehog, hedgehogs, hoglet, snorted, hedge, worms, scurried, prickly
deer, deer, fawn, snorted, thicket, leaves, walked, quick
""")

# country, capital, people, something to eat
COUNTRIES = rows("""
France, Paris, French, cheese
Italy, Rome, Italian, pasta
Spain, Madrid, Spanish, olives
Japan, Tokyo, Japanese, rice
Germany, Berlin, German, dumplings
China, Beijing, Chinese, noodles
Egypt, Cairo, Egyptian, dates
Greece, Athens, Greek, figs
Russia, Moscow, Russian, beetroot
England, London, English, pudding
Ireland, Dublin, Irish, potatoes
Norway, Oslo, Norwegian, salmon
Sweden, Stockholm, Swedish, herring
Poland, Warsaw, Polish, pancakes
Austria, Vienna, Austrian, strudel
Hungary, Budapest, Hungarian, goulash
Turkey, Ankara, Turkish, lentils
India, Delhi, Indian, curry
Thailand, Bangkok, Thai, mangoes
Korea, Seoul, Korean, cabbage
Kenya, Nairobi, Kenyan, maize
Peru, Lima, Peruvian, beans
Cuba, Havana, Cuban, plantains
Portugal, Lisbon, Portuguese, sardines
Denmark, Copenhagen, Danish, rye
Finland, Helsinki, Finnish, berries
""")

TOWN_STEMS = "Oak Willow Fox Stone Mill Apple Snow Hazel Birch Moss Copper Thorn".split()
TOWN_ENDINGS = "ford bridge brook field wood dale hill".split()

# thing, what its owner did with it
ITEMS = rows("""
lantern, lit it every evening
kite, flew it on windy days
basket, filled it with berries
drum, played it on Sundays
book, read it by the fire
key, wore it on a string
bell, rang it before supper
hat, wore it to church
ring, polished it every morning
coat, wore it all winter
map, studied it for hours
cup, drank milk from it
ribbon, wore it on feast days
clock, wound it every night
flute, played it at dusk
doll, told it every secret
boat, sailed it on the pond
mirror, hung it by the door
box, kept shells in it
spoon, ate porridge with it
umbrella, took it for long walks
scarf, wore it in the snow
whistle, blew it at dawn
teapot, used it for guests
candle, lit it at supper
comb, kept it in a drawer
button, sewed it on a coat
feather, used it as a bookmark
blanket, slept under it
ball, bounced it down the lane
purse, kept three coins in it
violin, played it at weddings
""")


# dish, how it is cooked, its main ingredient, sweet or savory
DISHES = rows("""
apple pie, bake, apples, sweet
onion soup, simmer, onions, savory
plum cake, bake, plums, sweet
honey bread, bake, honey, sweet
potato stew, simmer, potatoes, savory
cherry tart, bake, cherries, sweet
mushroom pie, bake, mushrooms, savory
pumpkin soup, simmer, pumpkin, savory
lemon cake, bake, lemons, sweet
carrot stew, simmer, carrots, savory
ginger cake, bake, ginger, sweet
berry tart, bake, berries, sweet
cheese pie, bake, cheese, savory
walnut bread, bake, walnuts, sweet
barley soup, simmer, barley, savory
pear tart, bake, pears, sweet
bean stew, simmer, beans, savory
leek pie, bake, leeks, savory
""")
SWEET_PANTRY = (
    "flour butter sugar eggs milk cream honey cinnamon almonds raisins vanilla yeast".split()
)
SAVORY_PANTRY = "salt butter pepper garlic cream parsley milk flour thyme leeks celery peas".split()
# ingredient, what is done to it
PREPARATIONS = rows("""
apples, peel/slice/wash
onions, chop/peel/fry
plums, wash/halve/slice
honey, warm/pour in/add
potatoes, peel/boil/mash
cherries, wash/stone/add
mushrooms, wash/slice/fry
pumpkin, chop/peel/boil
lemons, squeeze/slice/wash
carrots, chop/peel/grate
ginger, grate/chop/add
berries, wash/crush/add
cheese, grate/slice/melt
walnuts, crack/chop/add
barley, rinse/boil/add
pears, peel/slice/halve
beans, rinse/boil/add
leeks, wash/slice/fry
flour, sift/stir in/weigh
butter, melt/stir in/weigh
sugar, stir in/weigh/add
eggs, beat/whisk/stir in
milk, warm/pour in/add
cream, whisk/pour in/stir in
cinnamon, sprinkle/add/stir in
almonds, crush/chop/add
raisins, soak/rinse/add
vanilla, add/stir in/pour in
yeast, crumble/stir in/soak
salt, sprinkle/add/stir in
pepper, grind/sprinkle/add
garlic, crush/chop/peel
parsley, chop/wash/sprinkle
thyme, chop/crumble/sprinkle
celery, wash/chop/slice
peas, rinse/boil/add
""")


DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

# Words that rhyme, for the songs
RHYMES = rows("""
cat, hat, mat, bat
bed, shed, bread, thread
moon, spoon, tune, balloon
bell, well, shell, smell
tree, bee, sea, key
night, light, kite, sight
star, jar, car, guitar
goat, boat, coat, moat
rain, train, chain, lane
ring, king, string, spring
house, mouse, blouse, grouse
snow, crow, bow, toe
sky, pie, fly, sty
hill, mill, quill, pill
clock, sock, rock, dock
ball, wall, shawl, hall
book, brook, cook, hook
cake, lake, snake, rake
stone, bone, throne, cone
pear, bear, chair, stair
""")

# verb, third person, past, -ing form, what can follow
VERBS = [
    [*line.split("/")[0].split(), line.split("/")[1].split("|")]
    for line in """
walk walks walked walking/along the river|through the park|to the harbor|around the lake|for hours
bake bakes baked baking/bread|pies|a cake|honey rolls|gingerbread|almond biscuits
sing sings sang singing/old songs|in the choir|a ballad|a lullaby|out of tune|about the sea
paint paints painted painting/pictures|the fence|the old boat|a portrait|the kitchen|in oils
climb climbs climbed climbing/the tower|the mountain|the cliffs|a steep hill|over walls|a pear tree
swim swims swam swimming/in the lake|in the sea|across the river|in the bay|with dolphins
write writes wrote writing/letters|poems|in a diary|postcards|a long novel|to the newspaper
read reads read reading/books|old maps|the newspaper|fairy tales|aloud|by candlelight
play plays played playing/the violin|chess|the drum|cards|hide and seek|the piano
cook cooks cooked cooking/soup|supper|the fish|a stew|for ten guests|over an open fire
dance dances danced dancing/in the square|at the ball|until midnight|a waltz|barefoot|on the table
sew sews sewed sewing/shirts|a quilt|new curtains|a dress|buttons on coats|by lamplight
ride rides rode riding/the pony|a camel|a bicycle|the old donkey|through the woods|on the tram
drink drinks drank drinking/tea|cold milk|coffee|lemonade|from the spring|cocoa with cream
plant plants planted planting/roses|beans|apple trees|sunflowers|potatoes|tulips in rows|a hedge
visit visits visited visiting/the museum|the old church|the castle|the market|the zoo|a clown
sleep sleeps slept sleeping/in a hammock|under the stars|until noon|by the fire|badly|in the attic
buy buys bought buying/stamps|fresh bread|a new hat|ripe figs|too many books|silk ribbons
catch catches caught catching/trout|butterflies|the morning train|a cold|fireflies|snowflakes
build builds built building/sandcastles|a bird house|a small raft|a tree house|a wall|a kite
feed feeds fed feeding/the pigeons|the hens|a stray cat|the swans|two parrots|the goldfish
learn learns learned learning/the language|a new dance|to juggle|to sail|to whistle|to skate
mend mends mended mending/nets|socks|the roof|an old clock|broken toys|the garden wall|umbrellas
carry carries carried carrying/water|baskets of figs|firewood|the mail|a ladder|heavy stones
draw draws drew drawing/ships|the cathedral|sleeping cats|a map of the town|faces|in the sand
find finds found finding/shells|mushrooms|an old coin|four keys|wild strawberries|a good inn
""".strip().splitlines()
]

# weather, words for a change, what happens then
WEATHER_NEXT = {
    "sunny": "sunny cloudy windy stormy",
    "rainy": "rainy cloudy stormy foggy windy sunny",
    "cloudy": "rainy sunny snowy windy foggy cloudy",
    "snowy": "snowy foggy cloudy icy sunny",
    "windy": "sunny stormy cloudy rainy windy",
    "foggy": "cloudy sunny rainy foggy icy",
    "stormy": "rainy windy cloudy sunny stormy",
    "icy": "snowy sunny foggy cloudy icy",
}
SEASONS_OF = {
    "sunny": "summer|spring|autumn",
    "rainy": "autumn|spring|summer|winter",
    "cloudy": "autumn|spring|winter|summer",
    "snowy": "winter",
    "windy": "autumn|spring|summer|winter",
    "foggy": "autumn|winter|spring",
    "stormy": "autumn|summer|winter",
    "icy": "winter",
}
TEMPERATURES = {
    "sunny": "warm|hot|mild|pleasant|bright|dry|still",
    "rainy": "cool|mild|wet|dark|chilly|warm|grey",
    "cloudy": "cool|mild|chilly|grey|dim|still|dry",
    "snowy": "cold|freezing|white|still|bright|dark",
    "windy": "cool|fresh|chilly|wild|mild|dry",
    "foggy": "damp|cool|still|chilly|grey|strange",
    "stormy": "wild|dark|wet|cold|warm|loud",
    "icy": "freezing|bright|cold|clear|still|slippery",
}
WINDS = {
    "sunny": "a light wind|hardly any wind|a warm wind|a gentle breeze|a wind like a sigh|"
    "a fresh breeze",
    "rainy": "a light wind|a fresh wind|a wet wind|a few gusts|a cold wind|hardly any wind",
    "cloudy": "a light wind|a fresh wind|a cool wind|hardly any wind|a gentle breeze|a few gusts",
    "snowy": "a cold wind|hardly any wind|an icy wind|a light wind|a few gusts|a wind like a sigh",
    "windy": "a strong wind|a wild wind|a fresh wind|sudden gusts|a cold wind|a restless wind",
    "foggy": "hardly any wind|a light wind|a damp wind|a wind like a sigh|a cold breeze",
    "stormy": "a strong wind|a wild wind|sudden gusts|a howling wind|a bitter wind",
    "icy": "a cold wind|an icy wind|hardly any wind|a light wind|a bitter wind",
}
WEATHER_EFFECTS = {
    "sunny": "children played in the square|washing dried quickly|farmers cut the hay|cats slept "
    "on the roofs|"
    "whole town ate outside|butter melted on the table|cherries ripened early|bees were busy|"
    "river was full of boats|"
    "old men sat by the fountain",
    "rainy": "streets were full of puddles|ducks were happy|gardens turned green|market was "
    "nearly empty|"
    "gutters sang all night|roof of the school leaked|umbrella shop sold out|river rose|children "
    "stayed in and "
    "quarreled|snails came out",
    "cloudy": "sky was as grey as a goose|hens stayed in the henhouse|hills were hidden|sun "
    "showed itself only once|"
    "painters went home early|swallows flew low|lamps were lit early|washing would not dry|sea "
    "looked like lead|"
    "moon was only a guess",
    "snowy": "roofs were white|children built a snowman|school was closed|mail came by sledge|"
    "woods were perfectly still|path had vanished|mayor lost a glove|crows left tracks on the "
    "green|stove was never "
    "cold|bread froze on the sill",
    "windy": "kites flew over the hill|hats rolled down the street|mill turned all day|leaves "
    "danced in the lanes|"
    "washing flew away|shutters banged|weathercock spun like a top|sailors stayed on land|apples "
    "fell by themselves|"
    "smoke went sideways",
    "foggy": "ships waited in the harbor|lamps were lit at noon|church tower vanished|coachman "
    "lost his way|"
    "foxes came close to the houses|bells sounded far away|geese walked home|street had no end|"
    "baker sold bread to "
    "shadows|ferry did not sail",
    "stormy": "thunder shook the windows|shepherds brought the lambs inside|bells rang by "
    "themselves|"
    "old oak lost a branch|river rose to the bridge|candles went out|dogs hid under the beds|"
    "waves jumped over the "
    "pier|scarecrow flew away|roof of the barn was gone",
    "icy": "ponds were frozen|children went skating|road was as smooth as glass|well froze over|"
    "milk froze in the pail|windows grew flowers of frost|horses slipped|mailman came on skates|"
    "icicles reached the "
    "ground|fountain stood still",
}

# Opinions, by what they are about; many words fit several kinds of things
OPINIONS = {
    "positive_art": "wonderful|delightful|funny|charming|exciting|beautiful|clever|touching|"
    "splendid|unforgettable|"
    "brilliant|lively|surprising|graceful",
    "negative_art": "boring|silly|slow|confusing|dreadful|noisy|clumsy|shallow|tedious|gloomy|"
    "disappointing|lifeless|"
    "pointless|ugly",
    "positive_food": "delicious|wonderful|fresh|splendid|delightful|excellent|rich|perfect|light|"
    "surprising",
    "negative_food": "dreadful|stale|tasteless|disappointing|bitter|dry|burnt|greasy|watery|boring",
    "positive_person": "wonderful|charming|funny|clever|brilliant|graceful|kind|lively|cheerful|"
    "delightful",
    "negative_person": "clumsy|slow|noisy|boring|gloomy|dreadful|rude|careless|disappointing|"
    "lifeless",
    "positive_place": "beautiful|charming|splendid|bright|delightful|wonderful|cozy|elegant|"
    "lively|clean",
    "negative_place": "gloomy|ugly|noisy|dirty|dreadful|cold|damp|narrow|shabby|disappointing",
}

# feeling, reasons
FEELINGS = {
    "happy": "the day was warm|friends were near|there was nothing to fear|supper was waiting|"
    "the bells were ringing|"
    "somebody had waved|the worst was over|a letter had come",
    "sad": "nobody had come|the road was empty|home was far away|summer was over|the music had "
    "stopped|"
    "a good friend had gone|the candle was nearly burnt|it was the last biscuit",
    "afraid": "the night had no moon|something moved in the grass|the door creaked|the owl had "
    "stopped calling|"
    "the shadows were long|somebody had coughed|there were eyes in the hedge|the stairs had "
    "groaned",
    "tired": "the hill was steep|the sun was hot|the basket was heavy|the day had been long|"
    "sleep had been short|"
    "the shoes were too small|the speech had no end|it was past ten",
    "hopeful": "a bird was singing|a door stood open|morning was near|the clouds were lifting|"
    "the key fitted|"
    "a light was burning|the snow had begun to melt|someone had smiled",
    "hungry": "breakfast was long ago|the bread was gone|the air smelled of soup|noon had come "
    "and gone|"
    "lunch had been an apple|the cook was late|the jar was empty|the mice had been there first",
    "proud": "nobody had helped|the work was done|it had never been done before|everyone had "
    "seen it|"
    "the knot had held|the cake had risen|the teacher had nodded|the mayor had asked twice",
    "curious": "the letter had no stamp|the box was humming|the curtain had moved|the footprints "
    "ended|"
    "the cat knew something|the clock ran backward|somebody was whispering|there was a door in "
    "the oak",
}

# Everything else that can be drawn: values separated by |
PHRASES = {
    "hour": "six|seven|eight|five|four|three|nine|ten|two|one|eleven|twelve",
    "worried": "afraid|sad|angry|nervous|unkind|impatient",
    "sounding": "singing|sneezing|laughing|humming|snoring|whistling|hammering|coughing",
    "location": "by the old well|under the stone bridge|behind the mill|in the barn|"
    "on top of the hill|near the pond|beside the river|in the hollow tree|by the garden gate|"
    "under the apple tree|behind the church|at the edge of the forest|in the tall grass|"
    "beneath the oak|in the old boat|behind the waterfall|by the crossroads|in the ruined tower|"
    "among the rose bushes|near the windmill|on the church steps|between two haystacks|"
    "in an empty cellar|at the end of the lane|in the cherry orchard|behind the bakery|"
    "under a wooden cart|in the shade of a lime tree|next to the fountain|along the town wall|"
    "in a ditch full of nettles|on the village green|inside the old lighthouse|"
    "beyond the last house",
    "smell": "fresh bread|roasted almonds|wood smoke|wet leaves|warm milk|cinnamon|fried fish|"
    "new paint|burnt sugar|soap|candle wax|pepper|strong coffee|old books|cut grass|ginger|"
    "leather|salt and seaweed|ripe plums|boiled cabbage",
    "snack": "slice of bread|handful of berries|boiled egg|ripe pear|piece of cheese|honey cake|"
    "cold potato|raw carrot|bowl of porridge|biscuit|sour apple|bunch of grapes|spoonful of jam|"
    "hot chestnut|pickled onion|stick of celery",
    "chased": "a butterfly|a dry leaf|its own shadow|a bumblebee|a cork|two sparrows|a feather|"
    "a lizard|the milk cart|a paper bag|its own tail|a spot of light|the last snail of the year|"
    "a red balloon|an angry wasp|a rolling apple",
    "promise": "never lie again|come back in spring|write every week|help with the harvest|"
    "learn to swim|say good night to the moon|keep the secret|be home by dark|sing more often|"
    "get up earlier|forgive the geese|read a whole book|send a postcard|be brave|laugh at thunder|"
    "plant a tree",
    "story_of": "a river that ran uphill|a king without a shadow|the man in the moon|"
    "a house made of bread|a clock that struck thirteen|the last dragon|a mountain of glass|"
    "a fish that granted wishes|the girl who never slept|two brothers and one coat|"
    "a ship in a bottle|the bell under the lake|a baker who baked the sun|an owl with one eye|"
    "the town that lost its name|a very small giant|the night of the seven foxes|"
    "a princess who collected thunder",
    "bird": "lark|thrush|robin|cuckoo|blackbird|swallow|finch|magpie|heron|starling|nightingale|"
    "raven|falcon|seagull|woodpecker|stork",
    "flower": "roses|lilac|lavender|jasmine|mint|hay|violets|daisies|thyme|elderflower|heather|"
    "sage|clover|tulips",
    "land": "hills|fields|meadows|valley|moor|orchards|river|marsh|vineyards|cliffs|heath|bay|"
    "mountains|forest",
    "look": "green|quiet|wide|golden|misty|sleepy|empty|dark|silvery|lonely|blue|endless|stony|"
    "gentle|windswept|fragrant",
    "crowd": "fat|thin|sleepy|noisy|speckled|muddy|wild|young|old|white|cheerful|limping|hungry|"
    "brown|grey|dusty",
    "clothes": "hat|coat|shawl|scarf|apron|cap|cloak|waistcoat",
    "number": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty",
    "landmark": "well|bridge|mill|church|windmill|fountain|tower|crossroads|chapel|stable|statue|"
    "lighthouse|orchard|graveyard|inn",
    "trait": "kind|clever|brave|curious|cheerful|quiet|gentle|merry|shy|proud|honest|patient|"
    "stubborn|lazy|careless|dreamy|polite|absentminded|restless|generous|forgetful|talkative|"
    "daring",
    "size": "little|big|old|new|pretty|tiny|fine|plain|round|shabby|splendid|strange|heavy|painted",
    "color": "red|blue|green|golden|silver|white|yellow|black|brown|purple|orange|pink",
    "pet_name": "Pepper|Button|Biscuit|Muffin|Patch|Ginger|Pickle|Nutmeg|Pebble|Cricket|Bramble|"
    "Toffee|Thimble|Clover|Mop|Fidget",
    "pet": "dog|cat|rabbit|goat|hen|duck|donkey|goose|mouse|squirrel|crow|hedgehog",
    "relative": "grandmother|grandfather|aunt|uncle|mother|father|sister|brother",
    "elder": "grandmother|grandfather|aunt|uncle",
    "royal": "king|queen|duchess|duke|princess|prince",
    "said": "said|answered|whispered|cried|sighed|laughed|called|shouted|murmured|grumbled|sang|"
    "muttered|explained|repeated",
    "asked": "asked|said|whispered|called|wondered|inquired",
    "slowly": "quietly|slowly|happily|quickly|softly|proudly|gently|loudly|sadly|sleepily|"
    "carefully|politely|solemnly|dreamily|bravely|gravely|merrily|patiently|kindly|crossly|shyly",
    "minutes": "twenty|thirty|forty|fifty|ten",
    "way": "through|across|over|along|past|around",
    "kitchen_tool": "bowl|pan|pot|dish|jug",
    "baked": "golden|brown|crisp",
    "taste": "delicious|wonderful|sweet|simple|rich",
    "time_of_day": "morning|evening|afternoon|night",
    "stove": "stove",
    "served_with": "fresh bread|a cup of tea|cold milk|a little cream|good friends|a song",
    "part_of": "on|all|until noon on|most of|late on|early on",
    "coat": "brown|black|white|grey|spotted|striped|ginger|fluffy|golden|curly",
    "passerby": "grandmother|grandfather|monk|nun|duke|duchess|wizard|witch|actor|actress|waiter|"
    "waitress|boy|girl|man|woman|lady|lord|prince|princess|king|queen|host|hostess",
    "shopkeeper": "baker|miller|weaver|painter|potter|doctor|tailor|clockmaker|writer|blacksmith|"
    "carpenter|cook|singer",
    "roofed": "mill|church|windmill|chapel|stable|lighthouse|inn|tower",
    "with_care": "carefully|slowly|gently|quickly|patiently|evenly|finely|twice|quietly|boldly",
    "asleep": "soundly|peacefully|deeply|lightly|badly|noisily",
    "sendable": "a jar of honey|a postcard|some stamps|a bag of almonds|a drawing|"
    "a pressed flower|two photographs|a piece of soap|a dried fish|a long poem",
    "greeting": "warm|sunny|happy|cheerful|kind|hearty|loving|quick",
    "years": "years|winters|summers|weeks|months",
    "mended_it": "mended|washed|repaired|cleaned|painted|polished",
    "direction": "south|north|west|east|sea|mountains|valley|lake",
    "secret": "nutmeg|saffron|lemon peel|sea salt|almonds|vanilla|rosemary|pepper",
    "past_tense_ended": "ended|passed|went|closed|flew past",
    "mien": "happy|tired|old|young|sleepy|angry|proud|nervous|cheerful|shy|busy|thoughtful|"
    "patient|kind|grumpy|clever|stubborn|hopeful|polite|astonished",
    "bird_did": "sang|called|circled|flew|whistled|waited|screamed|danced",
    "over": "over|above|beyond|behind|across|beside|near|beneath",
    "pet_did": "chased|watched|followed|sniffed at|ignored|licked|caught|growled at",
    "friend": "friend|neighbor|teacher|cousin|brother|sister|guest|cook",
    "sang": "sang|hummed|whispered|whistled|made up a song",
    "saw": "saw|counted|passed|noticed|drew|remembered|dreamed of|admired",
    "somewhere": "somewhere|far away|not far off|in the distance|behind a wall|next door|nearby|"
    "down by the river",
    "talked": "talked|danced|quarreled|rested|laughed|played cards|stood|waited|whispered",
    "chased_whom": "chased|followed|watched|feared|loved|visited|ignored|imitated",
    "way_kind": "path|road|lane|trail|street",
    "waved": "waved to|smiled at|nodded to|winked at|called|greeted|shouted at",
    "sat": "sat|stood|slept|waited|sang|rested|knelt|whistled",
    "drifted": "came|drifted|floated|rose|wandered|escaped",
    "shop_look": "old|little|dark|crowded|sunny|dusty|famous|narrow|new|quiet",
    "came_by": "came by|stopped|looked in|knocked|leaned over the fence|passed",
    "argued": "argued|whispered|laughed|sang|complained|lied|agreed",
    "slept": "slept|sat|lay|hid|snored|waited|rolled about",
    "mended": "mended|washed|ironed|folded|brushed|hung up|admired|dyed|patched",
    "one_day": "one day|one fine morning|one evening|one afternoon|one market day|not long ago|"
    "early one morning|one quiet night|on the first of May|before breakfast|one rainy Tuesday|"
    "at the end of the month|after church|one windless night|in the first week of the holidays|"
    "a week later",
    "one_day_later": "one day|one morning|one evening|after breakfast|at noon|over supper",
    "dawn": "dawn|sunrise|midnight|noon|daybreak|dusk",
    "dusk": "dusk|sunset|six|seven|nightfall",
    "deadline": "dark|Sunday|the rain|supper|winter|midnight|the harvest|the new moon|Christmas|"
    "the first frost|school|breakfast|the full moon|market day",
    "furniture": "table|bed|stove|cupboard|chair|bench|stairs|carpet|bookshelf|piano|mirror|"
    "wardrobe|sofa|lamp|washtub|fireplace",
    "smile": "smile|nod|yawn|wink|frown|sigh|laugh|shrug|bow|cough|sad smile|wave|whistle|sneeze",
    "heard": "had heard|had seen|remembered|spoke of|had met|had dreamed of|had run after|had fed|"
    "was looking for",
    "food_gift": "a warm roll|a ripe plum|some tea|three nuts|a bit of cake|an apple|"
    "a bowl of soup|a carrot each|two boiled eggs|half a melon|some raisins|a bag of chestnuts|"
    "hot soup",
    "trouble": "caught in a net|stuck in a fence|trapped under a branch|stuck in the mud|"
    "tangled in a rope|trapped in a barrel|stuck between two rocks|lost and lame|"
    "caught in the brambles|too deep in a barrel of syrup|tied to a post|stuck in a drainpipe|"
    "locked in a shed|afraid of a scarecrow",
    "eye_color": "brown|black|green|golden|yellow|grey",
    "weep": "weep|tremble|moan|shiver|sneeze",
    "reason_to_go": "never seen it|a cousin there|nothing better to do|always wanted to go there|"
    "lost my way|no home of my own|a letter for the mayor|an aunt there|quarreled with my brother|"
    "heard so much about it|time until Friday|two left feet|a letter to post|no plans for the week",
    "waiting": "waiting|resting|singing|yawning|crying|counting clouds|looking at the sky|"
    "knitting|humming|combing its fur|drawing in the sand|practicing a speech|eating an apple",
    "much": "a bowl of|a plate of|plenty of|a pound of|a little|too much|a whole basket of|"
    "a mouthful of|two spoons of|a mountain of|half a pound of|a bucket of|hardly any|"
    "as much as it liked of",
    "good_mood": "happy|proud|merry|content|cheerful",
    "wept_for_joy": "wept for joy|laughed out loud|waved a spoon|could not speak|sang a welcome",
    "set_table": "set|wiped|ran to|cleared",
    "mouth": "a bag|a sock|an old boot|a paper bag|a basket",
    "magician": "wizard|witch|peddler|sailor|monk|nun|clockmaker",
    "first": "first|at once|quickly|without thinking|after a while",
    "everybody": "everybody|the neighbors|all three|half the town",
    "path": "path|road|bridge|gate",
    "stairs": "stairs|chairs|floor|bed",
    "deal": "done|agreed|very well|why not|gladly",
    "deal_quality": "good|fine|bad|strange|splendid|foolish",
    "reason_of_regret": "it had been a present|it was the prettier one|the other one was heavy|"
    "nobody else had one|now it was too late",
    "contest_thing": "cake|kite|pumpkin|quilt|scarecrow|hat|lantern|snow globe|drawing|sandcastle|"
    "pie|paper boat|bird house|birthday hat|rose|bouquet|bell tower of sugar",
    "look_of": "crooked|round|striped|enormous|plain|spotted|elegant|lopsided|tall|golden|"
    "charming|simple|dreadful|delightful|crumpled|heavy|transparent|lemon yellow|"
    "old but beautiful|wobbly|delicate|funny|sweet|noisy",
    "judge_reason": "the sharpest eyes|no friends here|done it before|the longest beard|"
    "nothing else to do|eaten everything in my life|nothing to lose|been asked by the mayor|"
    "a good pair of spectacles",
    "hm": "this one is good|I have seen worse|how very round|what is this|my feet hurt|"
    "interesting|my grandmother could do better|not bad at all|I need to sit down|"
    "which way up is it",
    "spectacles": "a pair of spectacles|a clean apron|a false beard|white gloves|a serious face",
    "loser": "the neighbors|an old man|the cook|a lady in white|the mayor|the youngest child|"
    "a man with a beard|nobody in particular",
    "kid": "boy|girl",
    "snack_word": "bread|cheese|thank you|good night|butter|rain|soup",
    "feast_reason": "the harvest was in|the roof was mended|spring had come|the baby had a tooth|"
    "nobody had laughed for weeks|the exam was over|the war was over|there were too many apples|"
    "the king had sent a letter|it was the longest day|they had all been ill",
    "guest": "king|grandmother|duchess|uncle|aunt|wizard|grandfather|queen|princess|monk|witch|"
    "prince|lord|lady|duke|niece|nephew|actor|actress|nun",
    "came": "in|then|soon|next|with a song",
    "drink": "tea|cold milk|hot cocoa|lemonade|a cup of soup|apple juice|a glass of water|coffee|"
    "ginger beer|warm water|peppermint tea|cherry juice|a sip of wine",
    "feel": "laugh|yawn|sneeze|howl|blush|hide",
    "scenery": "trees|clouds|moon|castle|curtain|ship",
    "curtain": "curtain|rope|bell|cart",
    "lamp": "lamp|ladder|book|moon|rain bucket",
    "stage_act": "fell asleep|forgot every word|danced|bowed three times|sang a ballad|"
    "told a joke|flew over the moon|cried real tears|tripped over the carpet|bumped into the moon|"
    "waved to somebody in the second row|began to juggle|spoke much too fast|sneezed twelve times",
    "stage_loss": "a shoe|a tooth|one sleeve|the map|a false nose|the sword|a wig",
    "damage": "bridge trembled|roofs rattled|old oak fell|river rose|church bell rang by itself|"
    "lamps went out|chickens flew past|fences were blown over|windmill turned backward|"
    "hail broke the windows|boats were thrown on land|street lamps swung like bells|"
    "cows lay down in a circle",
    "sky_color": "black|yellow|green|grey|purple|violet|dark blue|copper|silver|red",
    "wet": "wet to the skin|out of breath|without shoes|covered in leaves|white as chalk|"
    "shaking with cold|muddy up to the knees|pale|in slippers|under a broken umbrella|"
    "without a hat|hungry as a wolf",
    "tool_kit": "a hammer and nails|a ladder|a rope|some old boards|a bucket of paint",
    "mood": "happy|tired|hungry|sad|afraid|angry|proud|sleepy|busy|lonely|cheerful|shy|nervous|"
    "bored|lost in thought|hopeful|thoughtful|calm|in love|curious|ready for anything",
    "called": "called|shouted|cried|laughed|sang|announced",
}
