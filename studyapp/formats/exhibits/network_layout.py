"""Where the boxes of a network diagram stand: layers by predecessors, few crossings, straight ways."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Node = tuple[str, int]
"""A task in its own layer, or the way of an arrow through a layer that it only passes: its name and a running number."""
_Neighbors = Mapping[Node, Sequence[Node]]
"""The nodes that each node is linked with in the layer before or behind its own."""

_SWEEPS = 12
_PASSING_ROOM = 0.6
"""The room that a passing arrow needs, of the room of a box."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Layers, each a list of tasks' places, in units of boxes."""

    layers: int
    rows: float
    places: Mapping[str, tuple[int, float]]
    """The layer of a task, and how far across it stands, from 0."""
    ways: Mapping[tuple[str, str], tuple[tuple[int, float], ...]]
    """The places that the arrow from one task to another passes on its way."""


def network_layout(after: Mapping[str, Sequence[str]], order: Sequence[str]) -> Layout:
    """The places of tasks, named with those they wait for, in an order in which each stands behind those."""
    depth: dict[str, int] = {}
    for task in order:
        depth[task] = max((depth[each] + 1 for each in after[task]), default=0)
    layers: list[list[Node]] = [[] for _ in range(max(depth.values()) + 1)]
    for task in order:
        layers[depth[task]].append((task, 0))
    links: list[tuple[Node, Node]] = []
    ways: dict[tuple[str, str], list[Node]] = {}
    running = 0
    for task in order:
        for each in after[task]:
            passed: list[Node] = []
            for layer in range(depth[each] + 1, depth[task]):
                running += 1
                passed.append(("", running))
                layers[layer].append(passed[-1])
            ways[each, task] = passed
            links += pairwise([(each, 0), *passed, (task, 0)])
    before: dict[Node, list[Node]] = {node: [] for layer in layers for node in layer}
    behind: dict[Node, list[Node]] = {node: [] for layer in layers for node in layer}
    for start, end in links:
        before[end].append(start)
        behind[start].append(end)
    layers = _untangled(layers, before, behind)
    across = _across(layers, before, behind)
    lowest = min(across.values())
    level = {node: index for index, layer in enumerate(layers) for node in layer}
    return Layout(
        len(layers),
        max(across.values()) - lowest + 1,
        {task: (depth[task], across[task, 0] - lowest) for task in order},
        {way: tuple((level[node], across[node] - lowest) for node in passed) for way, passed in ways.items()},
    )


def _untangled(layers: list[list[Node]], before: _Neighbors, behind: _Neighbors) -> list[list[Node]]:
    """Each layer in the order with the fewest crossings found: by the mean of neighbors, then by swaps."""
    best, fewest = layers, _crossings(layers, behind)
    current = [list(layer) for layer in layers]
    earlier: list[list[list[Node]]] = []
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        forward = sweep % 2 == 0
        steps = range(1, len(current)) if forward else range(len(current) - 2, -1, -1)
        for index in steps:
            beside = _places(current[index - 1 if forward else index + 1])
            current[index] = _by_mean(current[index], beside, before if forward else behind)
        _swap(current, before, behind)
        if current in earlier[-2:-1]:
            # From here on the sweeps forward and back would only repeat themselves.
            break
        earlier.append([list(layer) for layer in current])
        found = _crossings(current, behind)
        if found < fewest:
            best, fewest = [list(layer) for layer in current], found
    return best


def _places(layer: Sequence[Node]) -> dict[Node, int]:
    return {node: place for place, node in enumerate(layer)}


def _by_mean(layer: list[Node], beside: Mapping[Node, int], neighbors: _Neighbors) -> list[Node]:
    means = {
        node: sum(beside[each] for each in neighbors[node]) / len(neighbors[node]) if neighbors[node] else float(place)
        for place, node in enumerate(layer)
    }
    return sorted(layer, key=means.__getitem__)


def _swap(layers: list[list[Node]], before: _Neighbors, behind: _Neighbors) -> None:
    """Exchange nodes side by side where that takes crossings away; only their own arrows are looked at."""
    for number, layer in enumerate(layers):
        sides = [
            (_places(layers[other]), neighbors)
            for other, neighbors in ((number - 1, before), (number + 1, behind))
            if 0 <= other < len(layers)
        ]
        ends = {
            node: [sorted(map(places.__getitem__, neighbors[node])) for places, neighbors in sides] for node in layer
        }
        for index in range(len(layer) - 1):
            first, second = layer[index], layer[index + 1]
            gain = 0
            for left, right in zip(ends[first], ends[second], strict=True):
                gain += _inversions(left, right) - _inversions(right, left)
            if gain > 0:
                layer[index], layer[index + 1] = second, first


def _inversions(left: Sequence[int], right: Sequence[int]) -> int:
    """Pairs of ascending places of which the left one is larger."""
    found = 0
    for place in right:
        found += len(left) - bisect_right(left, place)
    return found


def _crossings(layers: Sequence[Sequence[Node]], behind: _Neighbors) -> int:
    found = 0
    for layer, following in pairwise(layers):
        places = _places(following)
        ends: list[int] = []
        for node in layer:
            own = sorted(places[each] for each in behind[node])
            found += _inversions(ends, own)
            for place in own:
                insort(ends, place)
    return found


def _across(layers: Sequence[Sequence[Node]], before: _Neighbors, behind: _Neighbors) -> dict[Node, float]:
    """How far across each node stands, so that arrows run straight where they can."""
    across = {node: index - (len(layer) - 1) / 2 for layer in layers for index, node in enumerate(layer)}
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for layer in layers if forward else reversed(layers):
            _settle(layer, across, before if forward else behind)
    for node, place in across.items():
        across[node] = round(place * 4) / 4
    for layer in layers:
        _keep_apart(layer, across)
    return across


def _settle(layer: Sequence[Node], across: dict[Node, float], beside: _Neighbors) -> None:
    wanted = {}
    for node in layer:
        near = sorted(across[each] for each in beside[node])
        wanted[node] = (near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2 if near else across[node]
    across.update(wanted)
    _keep_apart(layer, across)
    drift = sum(across[node] - wanted[node] for node in layer) / len(layer)
    for node in layer:
        across[node] -= drift


def _keep_apart(layer: Sequence[Node], across: dict[Node, float]) -> None:
    for first, second in pairwise(layer):
        room = 1.0 if first[0] and second[0] else _PASSING_ROOM if first[0] or second[0] else _PASSING_ROOM / 2
        across[second] = max(across[second], across[first] + room)
