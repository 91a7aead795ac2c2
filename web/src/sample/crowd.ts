import { seededRandom } from '../ui/seeded-random';

const firsts =
  'Amber Ashen Barefoot Borrowed Brittle Cobalt Crooked Distant Drowsy Dusty Electric Eleventh Fallow Feral Foggy Gilded Hollow Humming Idle Inland Jagged Kindly Latent Lonesome Lunar Marble Midnight Muted Northern Nylon Oblique Paper Patient Plastic Quiet Rented Rusted Salted Scarlet Second Silent Slow Solar Sudden Tender Thirsty Velvet Violet Wandering Winter'.split(
    ' ',
  );
const seconds =
  'Alibis Anchors Antennas Arcades Barometers Bicycles Cathedrals Clerks Comets Corridors Cousins Detectives Echoes Elevators Engines Ferries Gardens Ghosts Harbours Hounds Islands Kettles Lanterns Letters Lighthouses Machines Meridians Motels Neighbours Oranges Orchards Parades Pigeons Pilots Postcards Radios Rivers Satellites Shepherds Signals Sisters Tailors Telescopes Theatres Tigers Trains Umbrellas Wolves Workshops Zeppelins'.split(
    ' ',
  );
const towns =
  'Anholt Bruges Cork Dover Essen Fez Ghent Hilo Izmir Jena Kiel Lima Malmo Nara Oslo Porto Quito Riga Split Turku'.split(
    ' ',
  );

const patterns: readonly ((first: string, second: string, town: string) => string)[] = [
  (first, second) => `The ${first} ${second}`,
  (first, second) => `${first} ${second}`,
  (first, second, town) => `${first} ${second} of ${town}`,
  (_first, second, town) => `${town} ${second}`,
];

export interface CrowdArtist {
  name: string;
  biography: string | null;
  albums: readonly { name: string; yearReleased: number }[];
}

/** So many invented artists, always the same ones, most of them with albums. */
export function* crowd(count: number): Generator<CrowdArtist> {
  const random = seededRandom('crowd');
  for (let number = 0; number < count; number++) {
    const town = random.pick(towns);
    const name = random.pick(patterns)(random.pick(firsts), random.pick(seconds), town);
    const began = Math.floor(random.between(1955, 2015));
    const albums = Math.floor(random.between(0, 4.9));
    yield {
      name,
      biography: `From ${town}, since ${began}.`,
      albums: Array.from({ length: albums }, (_, album) => ({
        name: `${random.pick(firsts)} ${random.pick(seconds)} No. ${album + 1}`,
        yearReleased: Math.min(2025, began + 1 + album * 2),
      })),
    };
  }
}
