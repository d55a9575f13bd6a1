/** A hotel's rooms and reservations, invented but always the same for the same day. */

const floors = {
  baltyk: [["101", "single"], ["102", "double"], ["103", "double"], ["104", "comfort"], ["201", "double"], ["202", "double"], ["203", "comfort"], ["204", "comfort"], ["205", "family"], ["301", "double"], ["302", "family"], ["303", "suite"]],
  tatry: [["1", "double"], ["2", "double"], ["3", "single"], ["4", "family"], ["5", "family"], ["6", "comfort"], ["7", "comfort"], ["8", "double"], ["9", "suite"], ["10", "suite"]],
};
const beds = { single: 1, double: 2, comfort: 2, family: 4, suite: 3 };
const prices = { single: 290, double: 390, comfort: 460, family: 580, suite: 790 };
const names = [
  "Kowalska", "Wójcik", "Lewandowski", "Kamińska", "Szymański", "Dąbrowska", "Zając", "Król", "Wieczorek", "Jabłońska", "Majewski", "Olszewska", "Stępień", "Malinowska", "Górski", "Witkowska",
  "Müller", "Schneider", "Novák", "Svensson", "Kovalenko", "Shevchenko", "Bondarenko", "Jansen", "Rossi", "Martin", "Kazlauskas", "Andersen", "Smith", "Horváth",
];
const channels = ["Booking.com", "website", "phone", "Expedia", "website"];

/** @typedef {{room: string, from: number, to: number, guest: string, party: number, status: string, channel: string, price: number, paid: boolean}} Stay days counted from today */

/**
 * @param {"baltyk"|"tatry"} hotel
 * @returns {{rooms: {number: string, kind: string}[], stays: Stay[]}}
 */
export function hotelData(hotel) {
  const rooms = floors[hotel].map(([number, kind]) => ({ number, kind }));
  return { rooms, stays: rooms.flatMap((room, index) => staysOf(room, random(hotel.length * 7919 + index * 104_729 + 17))) };
}

function staysOf({ number, kind }, next) {
  const stays = [];
  let day = -45 + Math.floor(next() * 4);
  while (day < 120) {
    const nights = 1 + Math.floor(next() * next() * 7) + (kind === "family" ? 1 : 0);
    const status = next() < 0.025 ? "blocked" : statusOf(day, day + nights, next());
    stays.push({
      room: number, from: day, to: day + nights, status,
      guest: names[Math.floor(next() * names.length)], party: 1 + Math.floor(next() * beds[kind]),
      channel: channels[Math.floor(next() * channels.length)], price: nights * prices[kind], paid: next() < 0.6,
    });
    day += nights + (next() < 0.6 ? 0 : 1 + Math.floor(next() * 2));
  }
  return stays;
}

function statusOf(from, to, chance) {
  if (to < 0 || (to === 0 && chance < 0.5)) return "departed";
  if (from < 0 || (from === 0 && chance < 0.35)) return "in_house";
  return chance < 0.14 ? "tentative" : "confirmed";
}

/** A small generator of numbers 0…1 that gives the same row for the same seed (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
