/**
 * Letters that Unicode does not decompose, by what they are searched as: those with strokes, hooks
 * and bars by the letter under them, ligatures by their letters. In lower case; ß follows from the
 * case folding.
 */
const LETTERS = `
  a=ᶏⱥ b=ƀƃɓᵬᶀꞗ c=ƈȼɕꞓꞔ d=đðƌȡɖɗᵭᶁᶑꝺꟈ e=ɇᶒⱸꬳꬴ f=ƒᵮᶂꝼꞙ g=ǥɠɡᵹᶃꞡ h=ħɦⱨꞕ i=ıɨᶖ j=ȷɉʝ
  k=ƙᶄⱪꝁꝃꝅꞣ l=łƚȴɫɬɭᶅⱡꝉꞎꬷꬸꬹ m=ɱᵯᶆꬺ n=ŋƞȵɲɳᵰᶇꞑꞥꬻ o=øɵⱺꝋꝍ p=ƥᵱᵽᶈꝑꝓꝕ q=ĸɋʠꝗꝙ
  r=ɍɼɽɾᵲᵳᶉꞃꞧꭉꭋ s=ȿʂᵴᶊꞅꞩꟊ t=ŧƫƭȶʈᵵⱦꞇ u=ʉᶙꞹꭎꭏꭒ v=ʋᶌⱱⱴꝟ w=ⱳ x=ᶍꭖꭗꭘꭙ y=ƴɏỿꭚ
  z=ƶȥɀʐʑᵶᶎⱬ ae=æ oe=œ th=þꝥꝧ aa=ꜳ ao=ꜵ au=ꜷ av=ꜹꜻ ay=ꜽ oo=ꝏ г=ґ σ=ς
  '=’‘ʼʻ\`′ "=“”„‟ -=‐‑‒–—―−`

const PLAIN: ReadonlyMap<string, string> = new Map(
  LETTERS.trim()
    .split(/\s+/)
    .flatMap(group => {
      const at = group.indexOf('=')
      return [...group.slice(at + 1)].map(letter => [letter, group.slice(0, at)] as const)
    }),
)

const EACH = new RegExp(`[${[...PLAIN.keys()].join('')}]`, 'gu')

export function plainLetters(text: string): string {
  return text.replace(EACH, letter => PLAIN.get(letter) ?? letter)
}
