"""The code behind the notebooks of "From Tokens to LoRA: language models built by hand".

Where things are (imports point downward in this list, never upward):

    start_page.py       what the start page asks of this computer and of the learner's records
    checks/             one diagnosing check for each exercise
    widgets/            interactive views: attention, embeddings, next-token bars, and others
    plots.py            static figures with alternative text

    runs/               the commands behind datasets/runs/: trials, seeds, equal CPU seconds
    pretrain.py         the command behind the checkpoints
    checkpoint_card.py  their page: what the files say of themselves
    texts/              what the models of single weeks read: couplets, reviews, tasks, dialects

    distributed.py      one training on several processes
    streaming.py        windows of long texts, in memory or on disk
    curriculum.py       a GPT is asked for copies first
    masking.py          the task of BERT: hidden tokens
    preferences.py      reward models, REINFORCE, DPO
    distillation.py     a small model learns from a large one
    training.py         one fit(), batches, log-probabilities of documents
    resuming.py         its history, and the state from which a killed training goes on

    generation.py       temperature, top-k, nucleus
    beam_search.py      the likeliest continuations
    fast_generation.py  writing with a key–value cache
    evaluation.py       bits, intervals, loss by distance, the two ladders
    translation_scores.py  exact match, BLEU, alignment error
    scaling.py          the law of loss, size and text
    low_rank.py         what a few directions of a matrix hold

    models/             the models, each built in a notebook first
    story_world/        the generator of a small world of which every probability is known
    parallel/           the generator of Chinese and English sentence pairs with their links
    data.py             Corpus, load_world, load_text
    downloads.py        public texts by name; nothing needs them by default
    subwords.py         byte-pair encoding
    segmentation.py     four other ways to cut text
    tokenizers.py       text to ids and back: words, bytes
    files.py            files written whole, and read only as they were shipped
    threads.py          how many threads PyTorch computes with
    memory.py           free memory goes back to the system
"""
