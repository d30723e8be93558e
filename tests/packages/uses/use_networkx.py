import networkx as nx

g = nx.Graph()
g.add_weighted_edges_from([("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("e", "f", 1)])
print(g, sorted(g.degree), nx.shortest_path(g, "a", "d", weight="weight"),
      nx.dijkstra_path_length(g, "a", "d"), [sorted(c) for c in nx.connected_components(g)])
print(sorted(nx.minimum_spanning_edges(g, data=False)), nx.is_bipartite(g), nx.density(g))
d = nx.DiGraph([(1, 2), (2, 3), (1, 3), (3, 4)])
print(list(nx.topological_sort(d)), nx.is_directed_acyclic_graph(d), list(nx.bfs_edges(d, 1)),
      nx.dag_longest_path(d))
d.add_edge(4, 1)
print(sorted(map(sorted, nx.simple_cycles(d))), nx.number_strongly_connected_components(d))
try:
    nx.shortest_path(g, "a", "f")
except nx.NetworkXNoPath as err:
    print(err)
print(nx.to_dict_of_lists(nx.cycle_graph(4)), nx.clustering(nx.complete_graph(3)))
