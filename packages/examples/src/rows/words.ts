const list = (words: string): readonly string[] => words.trim().split(/\s+/);

// The words that all arguments are made of: few enough for a tiny model to know each of them well.
export const adjectives = list(`
  amber blue brave bright calm clever cosy dusty early fluffy frozen golden happy hidden jolly lucky misty old purple
  quiet rusty silver tiny wild`);
export const nouns = list(`
  anchor apple basket bell boat book bottle bridge candle castle clock coat cookie drum fence flower forest garden
  guitar kettle ladder lamp lemon letter mirror piano rocket spoon table ticket violin window`);
export const verbs = list('bake buy carry clean count fetch find fix hang label mend pack paint sort wash wrap');
export const firstNames = list('Ada Boris Carla Emil Flora Hugo Ines Karl Lena Nora Oscar Rosa');
export const familyNames = list('Berg Cole Dunn Fisk Hale King Lund Moss Park Reed Stone Wood');
