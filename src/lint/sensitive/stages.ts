/**
 * How resources name the stage that they belong to.
 *
 * INVARIANT: a name counts by its own first word, never by what stands inside it: `products` and
 * `staging-prod-copy` are not of production.
 */

/** The first words of names of production, and what may follow them. */
export const production: string = "{prod,production,live}{,-*,_*,.*,/*,:*,1*,2*,3*}";

/** The same for a name that ends with its segment: something fixed follows. */
export const productionSegment: string = "{prod,production,live}{,-*,_*,.*}";

const otherStages =
  "{dev,develop,development,test,tests,testing,ci,qa,uat,staging,stage,preview,sandbox,demo,local,nonprod,non-prod}";

/** Names that say of themselves that they are of another stage, by their first word or their last; with all below. */
export function ofOtherStages(before: string): readonly string[] {
  return [
    `${before}${otherStages}{,/*}`,
    `${before}${otherStages}{-,_}*`,
    `${before}*{-,_}${otherStages}{,/*}`,
  ];
}
