/** Whether the evaluator counts its steps. A build for measurement replaces this file. */
export const counting: boolean = false;
