/** A student as nbgrader knows one. */
export interface Student {
  id: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  /** The number that the learning platform gave. */
  lmsId?: string;
}
