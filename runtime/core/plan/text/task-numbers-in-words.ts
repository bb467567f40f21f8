/** Small numbers as words, as people write them behind the name of a task: `after task three`. */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  [
    'one two three four five six seven eight nine ten eleven twelve',
    'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
    'un deux trois quatre cinq six sept huit neuf dix onze douze',
    'uno dos tres cuatro cinco seis siete ocho nueve diez once doce',
    'um dois três quatro cinco seis sete oito nove dez onze doze',
    'uno due tre quattro cinque sei sette otto nove dieci undici dodici',
    'один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать',
  ].flatMap((words) => words.split(' ').map((word, no): [string, number] => [word, no + 1])),
);
const NAMED =
  /^((?:the )?(?:tasks?|steps?|phases?|stages?|items?|schritte?|aufgaben?|tareas?|tarefas?|pasos?|passos?|passi|passo|tâches?|étapes?|etapas?|attività|задач[аиуей]{0,2}|шаг[аоуи]{0,2}))\s{1,3}(\p{L}{2,12})$/iu;

/** `task three` as `task 3`; undefined for other names. */
export function numberInWords(name: string): string | undefined {
  const found = NAMED.exec(name);
  const number = found === null ? undefined : NUMBERS.get(found[2]!.toLowerCase());
  return number === undefined ? undefined : `${found![1]!} ${number}`;
}
