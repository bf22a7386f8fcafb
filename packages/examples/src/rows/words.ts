const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** What the arguments of one set of rows are made of. */
export interface Words {
  readonly adjectives: readonly string[];
  readonly nouns: readonly string[];
  readonly verbs: readonly string[];
  readonly people: readonly string[];
  /** Minutes of the clock times. */
  readonly minutes: readonly string[];
}

/** Words of the training rows. */
export const trainingWords: Words = {
  adjectives: list(`
    amber ancient autumn bitter blue brave bright broken calm cheap clever cloudy cosy crisp curious daily dark dusty
    early easy eastern empty fancy fluffy foggy folded fresh frozen gentle giant golden green grey handy happy heavy
    hidden hollow honest humble icy jolly kind large late lazy light little lively local lonely loud lucky magic mellow
    mild modern muddy narrow neat new noisy odd old orange paper patient plain polite proud pretty purple quick quiet
    rapid rare red ripe rough round royal rusty salty secret shiny short shy silent silver simple sleepy slow small
    smooth soft solid sour spare spicy square steep sticky stormy striped strong sunny sweet swift tall tender thick
    thin tidy tiny tough tropical upper urban useful velvet violet vivid warm weekly western white wild windy wise
    wooden yellow young zesty`),
  nouns: list(`
    anchor apple apron atlas bakery balcony banjo barn basket beach bell bicycle blanket boat bonfire book bottle bread
    bridge brush bucket budget butter button cabin cake camera candle canyon carpet castle cave cellar chair cheese
    cherry circus clock cloud coat coffee compass cookie corner cottage cradle crayon cup curtain desert desk dinner
    dragon drawer dream drum engine fabric falcon farm feather fence ferry fiddle field fish flag flower flute forest
    fountain fox garden gate ghost giraffe glove goat guitar hammer harbor hat hedge helmet hill honey horse hotel
    island jacket jam journal juice jungle kettle kitchen kite ladder lagoon lamp lantern leaf lemon letter library
    lizard lunch magnet map market meadow melon mirror monkey moon mosaic motor mountain muffin museum mushroom napkin
    needle nest oak oasis ocean olive onion orchard oven owl page paint palace panda parade parrot pasta pebble pencil
    pepper piano picnic pillow pirate pizza planet plum pocket pond poster potato puddle puppet puzzle quilt rabbit
    radio rain ribbon river robot rocket roof rope saddle sailor salad sandal school scooter shadow sheep shelf shirt
    shovel sketch sock soup spider spoon squash stamp star statue story suitcase sunset table tango teapot temple tent
    theater ticket tiger toast tower tractor trail train trumpet tulip tunnel turtle umbrella valley vase village
    violin voyage waffle wagon wallet walnut whale window winter wizard wolf yard yogurt zebra`),
  verbs: list(`
    bake borrow buy carry check clean collect cook copy count cut deliver draw dry feed fetch fill find fix fold gather
    grow hang hide hold iron knit label lift load measure mend mix move order pack paint peel pick plan plant print
    read rent repair rinse scan sell sew share sort stack stir sweep test tie touch trade trim tune visit wash wrap`),
  people: list(`
    Ada Alan Alma Anton Bela Boris Carla Cyrus Dana Diego Dora Edgar Elsa Emil Enzo Esther Fabio Felix Flora Frida
    Gina Hanna Hugo Ida Igor Ines Ivan Jane Jonas Julia Karl Katya Lars Leila Lena Leo Linus Lola Lucia Magnus Marco
    Maria Max Mila Nadia Nina Noah Nora Olga Omar Oscar Otto Paul Pedro Petra Rafael Rita Robin Rosa Ruben Sam Sara
    Selma Simon Sofia Stella Tara Theo Tom Uma Ursula Vera Victor Wanda Xenia Yara Yusuf Zoe`),
  minutes: list('00 01 03 04 05 07 08 09 10 11 13 14 15 17 18 19 20 21 22 23 24 26 28 29 30 31 33 34 35 37 38 39 40 41 42 43 46 47 49 50 51 53 54 55 57 58 59'),
};

/** Words of the held-out requests; none of them is a training word. */
export const heldOutWords: Words = {
  adjectives: list('crimson dizzy elegant famous grand hasty noble perfect pale rainy sandy scarlet wavy woolen'),
  nouns: list(`
    acorn barrel camel carrot copper cricket dolphin ginger hamster helper insect kernel laundry marble nutmeg
    otter palm parcel pigeon raisin salmon sandwich spinach sparrow tomato trolley vinegar willow`),
  verbs: list('arrange loan polish scrub season toss untie water weigh wipe'),
  people: list('Astrid Bruno Clara Edith Greta Ingrid Mateo Nelson Paloma Ramona Silas Tilda'),
  minutes: list('02 06 12 16 25 27 32 36 44 45 48 52 56'),
};
