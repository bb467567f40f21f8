import type { Random } from '../../../../runtime/core/schedule/random';
import type { Instance } from '../instances/instance';

/** Mean and standard deviation of a type of task, in seconds. */
type Runtime = readonly [mean: number, deviation: number];

/** Puts an application's tasks together, type by type. */
class Recipe {
  private readonly ids: string[] = [];
  private readonly durations: number[] = [];
  private readonly predecessors: (readonly number[])[] = [];

  constructor(private readonly random: Random) {}

  /** A task of a type; its runtime is log-normal. Its number. */
  task(type: string, [mean, deviation]: Runtime, on: readonly number[] = []): number {
    const variance = Math.log(1 + (deviation / mean) ** 2);
    this.durations.push(mean * Math.exp(Math.sqrt(variance) * this.random.normal() - variance / 2));
    this.predecessors.push([...new Set(on)]);
    return this.ids.push(`${type}-${this.ids.length + 1}`) - 1;
  }

  /** So many tasks of a type. */
  tasks(count: number, type: string, runtime: Runtime, on: (no: number) => readonly number[] = () => []): number[] {
    return Array.from({ length: count }, (_, no) => this.task(type, runtime, on(no)));
  }

  instance(): Instance {
    return { ids: this.ids, durations: this.durations, predecessors: this.predecessors };
  }
}

/**
 * Workflows in the shape of applications that workflow systems are measured with: each has the types of tasks, and what
 * waits on what, as WfCommons describes them; runtimes by type are of the order that is published for them.
 *
 * Source: T. Coleman et al., WfCommons, Future Generation Computer Systems 128 (2022); G. Juve et al., Characterizing and
 * profiling scientific workflows, Future Generation Computer Systems 29 (2013). Shapes and figures, no traces.
 */
export const WORKFLOWS: Readonly<Record<string, (random: Random, size: number) => Instance>> = {
  /** Sky images are projected, compared where they overlap, corrected, and added up. */
  montage: (random, size) => {
    const recipe = new Recipe(random);
    const images = Math.max(4, Math.round(size / 5));
    const project = recipe.tasks(images, 'mProject', [1.7, 0.3]);
    const differ = recipe.tasks(3 * images - 6, 'mDiffFit', [0.7, 0.6], (no) => {
      const first = no % images;
      return [project[first]!, project[(first + 1 + Math.floor(no / images) * 3) % images]!];
    });
    const concat = recipe.task('mConcatFit', [143, 10], differ);
    const model = recipe.task('mBgModel', [384, 20], [concat]);
    const correct = recipe.tasks(images, 'mBackground', [1.7, 2.4], (no) => [model, project[no]!]);
    const table = recipe.task('mImgtbl', [2.8, 1.2], correct);
    const added = recipe.task('mAdd', [282, 12], [table, ...correct]);
    recipe.task('mViewer', [66, 7], [added]);
    return recipe.instance();
  },
  /** Reads of a genome, in lanes: split, each chunk mapped through four steps, merged. */
  epigenomics: (random, size) => {
    const recipe = new Recipe(random);
    const lanes = 1 + random.below(4);
    const merged = Array.from({ length: lanes }, () => {
      const split = recipe.task('fastqSplit', [34, 9]);
      const mapped = Array.from({ length: Math.max(2, Math.round(size / lanes / 4)) }, () => {
        const filter = recipe.task('filterContams', [2.5, 1], [split]);
        const sanger = recipe.task('sol2sanger', [0.5, 0.2], [filter]);
        const bfq = recipe.task('fast2bfq', [1.4, 0.4], [sanger]);
        return recipe.task('map', [202, 60], [bfq]);
      });
      return recipe.task('mapMerge', [11, 6], mapped);
    });
    const all = recipe.task('mapMerge', [40, 6], merged);
    const index = recipe.task('maqIndex', [44, 5], [all]);
    recipe.task('pileup', [56, 6], [index]);
    return recipe.instance();
  },
  /** Earthquakes: a few large tensors, many short seismograms from each, each with its peak. */
  cybershake: (random, size) => {
    const recipe = new Recipe(random);
    const tensors = recipe.tasks(4, 'extractSGT', [110, 60]);
    const seismograms = recipe.tasks(Math.max(4, Math.round((size - 6) / 2)), 'seismogramSynthesis', [79, 70], (no) => [
      tensors[no % 4]!,
    ]);
    const peaks = seismograms.map((on) => recipe.task('peakValCalcOkaya', [0.6, 0.5], [on]));
    recipe.task('zipSeis', [266, 90], seismograms);
    recipe.task('zipPSA', [196, 90], peaks);
    return recipe.instance();
  },
  /** Chromosomes: individuals in chunks and merged, mutations sifted, then overlap and frequency for each population. */
  '1000genome': (random, size) => {
    const recipe = new Recipe(random);
    const chromosomes = Math.max(1, Math.round(size / 26));
    for (let chromosome = 0; chromosome < chromosomes; chromosome++) {
      const individuals = recipe.tasks(10, 'individuals', [85, 40]);
      const merge = recipe.task('individuals_merge', [50, 20], individuals);
      const sifting = recipe.task('sifting', [9, 4]);
      recipe.tasks(7, 'mutation_overlap', [22, 20], () => [merge, sifting]);
      recipe.tasks(7, 'frequency', [130, 60], () => [merge, sifting]);
    }
    return recipe.instance();
  },
  /** Many deconvolutions, and one task that sifts them. */
  seismology: (random, size) => {
    const recipe = new Recipe(random);
    recipe.task('siftSTFByMisfit', [3, 1], recipe.tasks(size - 1, 'sG1IterDecon', [12, 9]));
    return recipe.instance();
  },
  /** Archived reads are fetched, dumped and aligned to one index, and merged. */
  srasearch: (random, size) => {
    const recipe = new Recipe(random);
    const index = recipe.task('bowtie2-build', [60, 10]);
    const aligned = Array.from({ length: Math.max(2, Math.round((size - 2) / 3)) }, () => {
      const fetched = recipe.task('prefetch', [25, 25]);
      const dumped = recipe.task('fasterq-dump', [40, 30], [fetched]);
      return recipe.task('bowtie2', [90, 70], [dumped, index]);
    });
    recipe.task('merge', [20, 4], aligned);
    return recipe.instance();
  },
  /** Sequences against a database in chunks, with two tables at the end. */
  blast: (random, size) => {
    const recipe = new Recipe(random);
    const split = recipe.task('split_fasta', [2, 0.5]);
    const found = recipe.tasks(size - 3, 'blastall', [95, 25], () => [split]);
    recipe.task('cat_blast', [1.5, 0.3], found);
    recipe.task('cat', [1, 0.3], found);
    return recipe.instance();
  },
  /** Soil and plants over fields: per image four steps, then one plot of all. */
  soykb: (random, size) => {
    const recipe = new Recipe(random);
    const samples = Math.max(2, Math.round(size / 9));
    const called = Array.from({ length: samples }, () => {
      const steps: readonly (readonly [string, Runtime])[] = [
        ['alignment_to_reference', [250, 120]],
        ['sort_sam', [30, 12]],
        ['dedup', [40, 20]],
        ['add_replace', [35, 15]],
        ['realign_target_creator', [120, 60]],
        ['indel_realign', [60, 30]],
      ];
      const [first, ...rest] = steps;
      const last = rest.reduce((on, [type, runtime]) => recipe.task(type, runtime, [on]), recipe.task(...first!));
      return recipe.tasks(2, 'haplotype_caller', [300, 200], () => [last]);
    });
    const genotypes = recipe.tasks(samples, 'genotype_gvcfs', [80, 50], () => called.flat());
    const merged = recipe.task('merge_gcvf', [90, 20], genotypes);
    const snp = recipe.task('select_variants_snp', [15, 4], [merged]);
    const indel = recipe.task('select_variants_indel', [15, 4], [merged]);
    recipe.task('filtering_snp', [5, 1], [snp]);
    recipe.task('filtering_indel', [5, 1], [indel]);
    return recipe.instance();
  },
};
