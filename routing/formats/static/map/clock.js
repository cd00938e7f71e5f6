// Local clock times. Minutes count from midnight of the plan's first day; no zone arithmetic.

const WEEKDAYS = { zh: "日一二三四五六", en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const DAY_MIN = 1440;

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

/** HH:MM of a minute. */
export function clockText(minute) {
  const inDay = ((minute % DAY_MIN) + DAY_MIN) % DAY_MIN;
  return twoDigits(Math.floor(inDay / 60)) + ":" + twoDigits(inDay % 60);
}

/** The date of a minute, as a UTC Date that stands for the local day. */
function dateOf(starts, minute) {
  const [year, month, day] = starts.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + Math.floor(minute / DAY_MIN)));
}

/** Month and day, with the weekday where there is room. */
export function dayText(starts, minute, language, withWeekday) {
  const date = dateOf(starts, minute);
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  const weekday = WEEKDAYS[language][date.getUTCDay()];
  if (language === "en") {
    return day + " " + MONTHS[month] + (withWeekday ? " " + weekday : "");
  }
  return month + 1 + "月" + day + "日" + (withWeekday ? " 周" + weekday : "");
}

/** Day and time. */
export function momentText(starts, minute, language) {
  return dayText(starts, minute, language, false) + " " + clockText(minute);
}

/** A span of minutes as h:mm. */
export function spanText(minutes) {
  return Math.floor(minutes / 60) + ":" + twoDigits(minutes % 60);
}

/** Whether a minute lies between 22:00 and 06:00. */
export function isNight(minute) {
  const hour = Math.floor((((minute % DAY_MIN) + DAY_MIN) % DAY_MIN) / 60);
  return hour >= 22 || hour < 6;
}
