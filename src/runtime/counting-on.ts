/** Stands in for `counting.ts` where steps are counted. */
export const counting: boolean = true;
