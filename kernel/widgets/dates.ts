/** Dates and times as ipywidgets keeps them in a model's state; months count from 0. */
export interface DateState {
  year: number;
  month: number;
  date: number;
}

export interface TimeState {
  hours: number;
  minutes: number;
  seconds: number;
  milliseconds: number;
}

export interface DatetimeState extends DateState, TimeState {}
